import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
}

const POLICIES = 'docs/operator-policy';

/** Of the names of actions. A use of a key keeps nothing; who reads a token can do what it allows. */
const READS =
  /^(?!secretsmanager:|ssm:)\w[\w-]*:(?:BatchGet|Describe|Filter|Get|List|Query|Receive|Scan)|^kms:(?:Decrypt|Generate)/;

/** The paragraph of the page that says how an operator may only read. */
function recipe(): string {
  const page = readFileSync('docs/deploying.md', 'utf8');
  const paragraph = page.split('\n\n').find((text) => text.startsWith('For read-only operators,'));
  if (paragraph === undefined) throw new Error('The page has no recipe.');
  return paragraph;
}

/** What is left of all policies, as `file Sid action`. */
function leftBy(text: string): readonly string[] {
  const [, notAttached = [], leftOut = []] =
    /^(.*?)\. Leave out (.*)$/s
      .exec(text)
      ?.map((half) => [...half.matchAll(/`([\w:.-]+)`/g)].map(([, name]) => name)) ?? [];
  return readdirSync(POLICIES)
    .filter((file) => !notAttached.includes(file))
    .flatMap((file) => statementsOf(file).map((statement) => ({ file, ...statement })))
    .filter(({ Sid }) => !leftOut.includes(Sid))
    .flatMap(({ file, Sid, Action }) => [Action].flat().map((action) => ({ file, Sid, action })))
    .filter(({ action }) => !leftOut.includes(action))
    .map(({ file, Sid, action }) => `${file} ${Sid} ${action}`);
}

function statementsOf(file: string): readonly Statement[] {
  return JSON.parse(readFileSync(`${POLICIES}/${file}`, 'utf8')).Statement;
}

test('what the page leaves to read-only operators changes the visibility of failed messages, and nothing else', () => {
  const changes = leftBy(recipe()).filter((use) => !READS.test(use.split(' ').at(-1) ?? ''));

  expect(changes).toEqual(['stack.json DecideOnFailedMessages sqs:ChangeMessageVisibility']);
});

test('all that the page has read-only operators leave out is in a policy', () => {
  const named = [...recipe().matchAll(/`([\w:.-]+)`/g)].map(([, name]) => name);
  const policies = readdirSync(POLICIES);
  const uses = policies.flatMap((file) =>
    statementsOf(file).flatMap(({ Sid, Action }) => [file, Sid, Action].flat()),
  );

  expect(named.filter((name) => !uses.includes(String(name)))).toEqual([]);
});

import { expect, jest, test } from '@jest/globals';
import { importChanged } from '../exhaustive/mutant.ts';
import type { SourceChange } from '../exhaustive/rules/rule.ts';
import { REMOVABLE_RULES } from '../exhaustive/rules/rules.ts';
import { DIRECTORY_NAMES } from './directories.ts';
import { BEYOND_DIRECTORY, type Replay, tellStories } from './tell-stories.ts';
import type { Engine } from './world.ts';

// Bounded by its stories, not by time.
jest.setTimeout(300_000);

/**
 * The same stories in every run of the suite, so that a change is what makes it fail; `npm run test:soak`
 * and `npm run prove` tell new ones. JOINER_STORIES='{"seed":2}' tells those of that seed; with directory,
 * path and replayPath, the one that failed.
 */
const replay: Partial<Replay> = JSON.parse(process.env['JOINER_STORIES'] ?? '{"seed":1}');
const directories = DIRECTORY_NAMES.filter((name) => name === (replay.directory ?? name));

test.each(directories)(
  '500 random stories of whatever can fail keep every promise, at every step: %s',
  async (directory) => {
    const told = { seed: 1, ...replay, directory };
    process.stdout.write(`Random stories: JOINER_STORIES='${JSON.stringify(told)}'\n`);
    const { failure, tallies } = await tellStories(told, { stories: 500 });

    expect(failure).toBeUndefined();
    expect(tallies.filter(({ lost, doubled }) => lost + doubled > 0)).toEqual([]);
  },
);

test.each(['identity-center', 'scim', 'scim-without-uniqueness'] as const)(
  'stories send hires that the directory cannot serve: %s',
  async (directory) => {
    const { tallies } = await tellStories({ directory, seed: 1 }, { stories: 20 });

    expect(tallies.map(({ fault }) => fault)).toContain(BEYOND_DIRECTORY);
  },
);

const ENGINE_FILES = ['sqs/process-batch.ts', 'aws/users-table.ts'];

// Always the same stories, so that they find it always.
test.each([
  ['complete never writes over a record that is done', 'a record that was done has changed', 1],
  ['fail writes only over its own attempt', 'an older attempt failed a newer one', 3],
  ['attempts are no evidence', 'an account is called recovered that is not', 1],
  ['a refusal by policy reads the record first', 'a request that is done was rejected', 2],
  ['any other request is a duplicate', 'two requests were first', 1],
  ['anyone claims once the lease is over', 'a record stays CREATING', 2],
])('random stories notice when this rule is gone: %s', async (rule, broken, seed) => {
  const changed = await importChanged(changeWithout(rule), ENGINE_FILES);
  const bound = { stories: 2_000, isShrunk: false };
  const engine = changed as unknown as Engine;
  const { failure } = await tellStories({ directory: 'finspace', seed }, bound, engine);

  expect(failure).toContain(broken);
});

function changeWithout(name: string): SourceChange {
  const found = REMOVABLE_RULES.find(({ rule }) => rule === name);
  if (!found) throw new Error(`There is no rule "${name}".`);
  return found.without;
}

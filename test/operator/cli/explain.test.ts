import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CommandEnd } from '../../support/operator/command-run.ts';
import { runJoiner } from '../../support/operator/in-process-joiner.ts';

const RULES = `- groups: [readers]
  when: { department: [Research, Trading] }
- groups: [readers, writers]
  when: { department: [Trading], type: [APP_USER] }
- groups: [admins]
  when: { type: [SUPER_USER] }
`;
const HIRES = `emailAddress,department
ada@example.com,Trading
grace@example.com,Sales
not an address,Trading
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-explain-'));
  await writeFile(join(folder, 'access-rules.yml'), RULES);
  await writeFile(join(folder, 'hires.csv'), HIRES);
});

afterAll(() => rm(folder, { recursive: true }));

/** In a process of its own, in the folder of the rules. */
function explainThere(...args: string[]) {
  return new Promise<CommandEnd>((fulfil) => {
    const child = execFile(
      process.execPath,
      [resolve('bin/joiner.js'), 'explain', ...args],
      { cwd: folder },
      (_error, stdout, stderr) => fulfil({ exitCode: child.exitCode, stdout, stderr }),
    );
  });
}

/** By the rules of the folder. */
const explain = (file: string, ...args: string[]) => explainBy('access-rules.yml', file, ...args);

const explainBy = (rules: string, file: string, ...args: string[]) =>
  runJoiner(['explain', resolve(folder, file), '--rules', resolve(folder, rules), ...args], {});

test('joiner explain shows which rule gives which group and why, and who gets none', async () => {
  const { exitCode, stdout } = await explainThere('hires.csv');

  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /1 │ 2 +│ ada@example\.com +│ readers +│ rule 1, line 1: department = Trading/,
  );
  expect(stdout).toMatch(/│ writers +│ rule 2, line 3: type = APP_USER, department = Trading/);
  expect(stdout).toMatch(/2 │ 3 +│ grace@example\.com +│ none +│ no rule applies/);
  expect(stdout).toMatch(/3 │ 4 +│ not an address +│ refused +│ emailAddress: must be local-part@/);
  expect(stdout).toContain('3 hires: 1 with groups, 1 without, 1 refused\n');
  expect(stdout).toContain('Rules that apply to no hire of this file: rule 3, line 5.\n');
  expect(stdout).toMatch(/Version of the rules: [0-9a-f]{64}\n/);
});

test('it says what it does not check', async () => {
  const { stdout } = await explain('hires.csv');

  expect(stdout).toContain('Policy and directory are not checked here.');
});

test('--json has every rule that gives a group, the hires without and the version', async () => {
  const { exitCode, stdout } = await explain('hires.csv', '--json');

  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    rulesVersion: expect.stringMatching(/^[0-9a-f]{64}$/),
    hires: [
      {
        row: 1,
        line: 2,
        address: 'ada@example.com',
        groups: [
          {
            group: 'readers',
            rules: [
              { number: 1, line: 1, because: [{ field: 'department', value: 'Trading' }] },
              { number: 2, line: 3 },
            ],
          },
          { group: 'writers', rules: [{ number: 2 }] },
        ],
      },
      { row: 2, groups: [] },
      { row: 3, groups: [], reason: { code: 'invalid-message' } },
    ],
    idleRules: [{ number: 3, line: 5 }],
    counts: { withGroups: 1, withoutGroups: 1, refused: 1 },
  });
});

test('--only problems leaves out the hires with groups, and counts them', async () => {
  const { stdout } = await explain('hires.csv', '--only', 'problems', '--json');
  const { hires, counts, idleRules } = JSON.parse(stdout);

  expect(hires.map(({ row }: { row: number }) => row)).toEqual([2, 3]);
  expect(counts).toEqual({ withGroups: 1, withoutGroups: 1, refused: 1 });
  expect(idleRules).toHaveLength(1);
});

test('the file of an HR system is read by its source, with rules from elsewhere', async () => {
  const rules = join(folder, 'everyone.yml');
  await writeFile(rules, '- groups: [everyone]\n');
  const file = resolve('events/sources/scim/list.json');

  const { exitCode, stdout } = await explainBy(rules, file, '--source', 'scim', '--json');

  const { hires, counts } = JSON.parse(stdout);
  expect(exitCode).toBe(0);
  expect(counts).toEqual({ withGroups: hires.length, withoutGroups: 0, refused: 0 });
});

test('a CSV file with headers of its own is read with --columns', async () => {
  const file = join(folder, 'people.csv');
  await writeFile(file, 'Mail,Team\nada@example.com,Trading\n');

  const { exitCode } = await explain(file, '--columns', 'emailAddress=Mail,department=Team');

  expect(exitCode).toBe(0);
});

describe('exit code 2 says what to do where', () => {
  test('the rules have a fault', async () => {
    await writeFile(join(folder, 'faulty.yml'), `${RULES}- groups: []\n`);

    expect(await explainBy('faulty.yml', 'hires.csv')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'faulty.yml has no rules that can be used:\n  line 7, rule 4, groups: must list at least one group; add one, or remove the rule\n',
    });
  });

  test('there are no rules', async () => {
    expect(await explainBy('none.yml', 'hires.csv')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('must exist; correct the path, or give it with --rules FILE'),
    });
  });

  test('the rules are a folder', async () => {
    expect(await explainBy('.', 'hires.csv')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('must be a file that can be read (EISDIR)'),
    });
  });

  test('the file of hires cannot be read', async () => {
    expect(await explain('none.csv')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('must exist; correct the path'),
    });
  });
});

test.each([[[]], [['--json']]])(
  'an address of almost a megabyte is refused like any other: %j',
  async (args) => {
    const address = 'a'.repeat(900_000);
    await writeFile(join(folder, 'long.csv'), `emailAddress,department\n${address},Trading\n`);

    const { exitCode, stdout } = await explain('long.csv', ...args);

    expect(exitCode).toBe(1);
    expect(stdout).toContain('must have at most');
  },
);

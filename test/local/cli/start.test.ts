import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { firstDayExpectations } from '../../support/bodies/sample-expectations.ts';
import {
  type CommandEnd,
  type CommandRun,
  runCommandLine,
} from '../../support/operator/command-run.ts';

let folder: string;
const RUNS: CommandRun[] = [];

function start(...args: string[]): CommandRun {
  const run = runCommandLine('start', ...args);
  RUNS.push(run);
  return run;
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const sample = (name: string) => readFile(join('events', name), 'utf8');

/** The rows of a printed table, cells that were wrapped in one piece again: address, outcome, detail, groups. */
function rowsOf(stdout: string): string[][] {
  const rows: string[][] = [];
  const hasGroups = stdout.includes('│ groups │');
  for (const line of stdout.split('\n').filter((text) => text.startsWith('│'))) {
    const [number = '', ...cells] = line
      .split('│')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (number === '') rows.at(-1)?.push(...cells.filter((cell) => cell !== ''));
    else rows.push([number, ...cells]);
  }
  return rows.slice(1).map(([, address = '', outcome = '', ...rest]) => {
    const groups = hasGroups ? rest.shift() : undefined;
    return [address, outcome, rest.join(' '), ...(groups === undefined ? [] : [groups])];
  });
}

/** Rows of the sample day whose accounts are in one group, or in three. */
const IN_ONE_GROUP = [1, 3, 4, 5, 6, 8, 10, 11, 12, 15, 16, 18, 19, 20, 22, 23, 24, 25];
const IN_THREE_GROUPS = [2, 9, 14, 21];

/** The groups of a directory's sample rules, as `start` lists them. */
function groupsOf(stdout: string): string[] {
  const [, list = ''] = stdout.split('Groups that the accounts were added to:\n');
  const [lines = ''] = list.split('\n\n');
  return lines.replaceAll(/\n {2,}/g, ' ').split('\n');
}

function expectGroupsOfFirstDay(stdout: string, groups: readonly string[]): void {
  const counts = rowsOf(stdout).map(([, , , count]) => count);
  const expected = counts.map((_, index) => {
    if (IN_ONE_GROUP.includes(index + 1)) return '1';
    return IN_THREE_GROUPS.includes(index + 1) ? '3' : '';
  });
  const [everyone, first, second, operations] = groups;

  expect(counts).toEqual(expected);
  expect(groupsOf(stdout)).toEqual(
    [
      ` ${everyone}  15 accounts: # 1, 2, 4, 5, 6, 9, 10, 12, 14, 16, 18, 19, 21, 22, 24, 25`,
      ` ${first}  4 accounts: # 2, 9, 14, 21`,
      ` ${second}  4 accounts: # 2, 9, 14, 21`,
      ` ${operations}  6 accounts: # 3, 8, 11, 15, 20, 23`,
    ].toSorted(),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-start-'));
});

afterAll(async () => {
  for (const { child } of RUNS) child.kill('SIGKILL');
  await Promise.all(RUNS.map(({ ended }) => ended));
  await rm(folder, { recursive: true });
});

describe('the first day', () => {
  let end: CommandEnd;

  beforeAll(async () => {
    end = await start().ended;
  });

  test('ends with success, and says nothing of trouble', () => {
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('shows what became of each hire, and why', async () => {
    const count = (await sample('first-day.csv')).trim().split('\n').length - 1;
    const expected = Array.from({ length: count }, (_, index) => {
      const ending = firstDayExpectations[index + 1] ?? 'created';
      // An account from before gets none of the groups that the rules give the hire.
      const shown = ending === 'existing' ? 'existing, differs' : ending;
      if (typeof shown === 'string') return [shown, expect.stringMatching(/^[a-z0-9]{26}$/)];
      const { code, message } = shown.rejected;
      return ['rejected', `${message} [${code}]`];
    });

    const rows = rowsOf(end.stdout).map(([, outcome, detail]) => [outcome, detail]);
    expect(rows.slice(0, count)).toEqual(expected);
  });

  test('shows one hire who starts in a week, and until when the hire waits', () => {
    const date = /\d{4}-\d\d-\d\d/.exec(rowsOf(end.stdout)[25]?.[2] ?? '')?.[0] ?? '';
    const daysUntil = (Date.parse(date) - Date.now()) / 86_400_000;

    expect(rowsOf(end.stdout)[25]?.slice(0, 2)).toEqual(['noor.haddad@example.com', 'scheduled']);
    expect(Math.round(daysUntil + 0.5)).toBe(7);
  });

  test('shows how many groups each account got by the sample rules, and who is in each of them', () => {
    expectGroupsOfFirstDay(end.stdout, [
      'm5n6p7q8r9s0t1u2v3w4x5',
      'y6z7a8b9c0d1e2f3g4h5i6',
      'j7k8l9m0n1o2p3q4r5s6t7',
      'k3d9f0a1b2c4e5f6g7h8i9',
    ]);
  });

  test('shows one user id for the person who is in it twice', () => {
    const rows = rowsOf(end.stdout);

    expect(rows[24]?.[2]).toBe(rows[0]?.[2]);
  });

  test('ends with the sum', () => {
    expect(end.stdout).toContain(
      '26 hires: 21 created, 1 existing, 1 duplicate, 1 scheduled, 2 rejected',
    );
  });
});

test.each([
  [
    'identity-center',
    [
      '906764b2c1-1f0d2c3b-4a59-4e68-8d77-9c8b7a6f5e4d',
      '906764b2c1-5d2e7f80-93a1-4b6c-8e0f-2a3b4c5d6e7f',
      '906764b2c1-c0ffee11-2233-4455-8677-8899aabbccdd',
      '906764b2c1-77e6d5c4-b3a2-4190-8f8e-7d6c5b4a3928',
    ],
  ],
  [
    'scim',
    [
      'e9e30dba-f08f-4109-8486-d5c6a331660a',
      'fc348aa8-3835-40eb-a20b-c726e15c55b5',
      '71ddacd2-a8e7-49b8-a5db-ae50d0a5bfd7',
      '6c5bb468-14b2-4183-baf2-06d523e03bd3',
    ],
  ],
])(
  'the first day ends the same with %s, but for what that one cannot give',
  async (target, groups) => {
    const { exitCode, stdout, stderr } = await start('--target', target).ended;
    const rows = rowsOf(stdout);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(
      '26 hires: 21 created, 1 existing, 1 duplicate, 1 scheduled, 2 rejected',
    );
    expect(rows[6]?.[1]).toBe('existing, differs');
    expect(rows[12]?.[2]).toBe(
      'type: must be APP_USER, as this directory has no super users; send APP_USER [unsupported-by-target]',
    );
    expect(rows[24]?.[2]).toBe(rows[0]?.[2]);
    expectGroupsOfFirstDay(stdout, groups);
  },
);

describe("the user's own file", () => {
  test.each([
    [
      'as CSV',
      'hires.csv',
      async () => 'emailAddress,firstName\nann@example.com,Ann\nben@example,Ben\n',
      [
        ['ann@example.com', 'created'],
        ['ben@example', 'rejected'],
      ],
    ],
    [
      'as a JSON array of envelopes',
      'hires.json',
      async () =>
        `[${await Promise.all(['bare.json', 'cloudevents.json', 'eventbridge-in-sns.json'].map(sample))}]`,
      [
        ['ada.okafor@example.com', 'created'],
        ['hanako.yamada@example.com', 'created'],
        ['minjun.kim@example.com', 'created'],
      ],
    ],
    [
      'as JSON lines',
      'hires.jsonl',
      async () => '{"emailAddress":"ann@example.com"}\n\n{"emailAddress":"ANN@example.com"}\n',
      [
        ['ann@example.com', 'created'],
        ['ANN@example.com', 'duplicate'],
      ],
    ],
  ])('%s is provisioned', async (_format, name, content, outcomes) => {
    const path = await file(name, await content());

    const { exitCode, stdout } = await start(path).ended;

    expect(exitCode).toBe(0);
    expect(rowsOf(stdout).map(([address, outcome]) => [address, outcome])).toEqual(outcomes);
  });
});

describe('a report as an HR system writes it', () => {
  let end: CommandEnd;

  beforeAll(async () => {
    end = await start('events/sources/bamboohr/report.csv').ended;
  });

  test('is provisioned, without its source being named', () => {
    const { exitCode, stdout } = end;

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/ada\.okafor@example\.com +│ created/);
    expect(stdout).toMatch(/tomasz\.wojcik@example\.com +│ created/);
    expect(stdout).toMatch(/8 +│ refused │ emailAddress: is required/);
    expect(stdout).toContain('It is read as BambooHR: a report as CSV.');
  });

  test('has how it was read printed before what its hires came to, which ends the page', () => {
    const places = ['│ refused', 'It is read as BambooHR', '│ created', '2 hires: 2 created'].map(
      (text) => end.stdout.indexOf(text),
    );

    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
  });
});

test('a file with other headers is provisioned by the headers that are named', async () => {
  const path = await file('people.csv', 'Work Mail,Vorname\nann@example.com,Ann\n');
  const columns = 'emailAddress="Work Mail",firstName=Vorname';

  const { exitCode, stdout } = await start(path, '--columns', columns).ended;

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/ann@example\.com +│ created/);
});

test('a malformed file is refused by line, field and rule before anything is started', async () => {
  const path = await file(
    'malformed.csv',
    'emailAddress,sallary\nann@example.com,1\nben@example.com\n',
  );

  const end = await start(path).ended;

  expect(end).toMatchObject({ exitCode: 2, stdout: '' });
  expect(end.stderr).toMatch(/^malformed\.csv cannot be used, and nothing is sent:$/m);
  expect(end.stderr).toMatch(/^ {2}line 3: must have 2 cells as the header has, and has 1; /m);
});

describe('wrong usage is said in one line:', () => {
  test.each([
    ['an option that does not exist', ['--quick'], "error: unknown option '--quick'\n"],
    [
      'more than one file',
      ['one.csv', 'two.csv'],
      'error: too many arguments. Expected 1 argument but got 2: one.csv, two.csv.\n',
    ],
    [
      'a directory that nothing stands in for',
      ['--target', 'ldap'],
      "error: option '--target <name>' argument 'ldap' is invalid. Allowed choices are finspace, identity-center, scim.\n",
    ],
    [
      'a timeout that is no time',
      ['--timeout', 'soon'],
      "error: option '--timeout <seconds>' argument 'soon' is invalid. It must be a number of seconds, above 0 and up to 86400.\n",
    ],
  ])('%s', async (_case, args, stderr) => {
    expect(await start(...args).ended).toEqual({ exitCode: 2, stdout: '', stderr });
  });
});

test('help shows examples', async () => {
  const end = await start('--help').ended;

  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(end.stdout).toMatch(/Examples:\n {2}npm start +the first day/);
});

test('Ctrl-C in the middle marks the step, says in one line that all is stopped, and leaves no process', async () => {
  const hires = Array.from({ length: 3000 }, (_, index) =>
    JSON.stringify({ emailAddress: `hire-${index}@example.com` }),
  );
  const run = start(await file('many.jsonl', hires.join('\n')));
  await run.untilPrinted('of 3000 have reached their end');

  const { exitCode, stderr, leftBehind } = await run.interrupt();

  expect({ exitCode, stderr, leftBehind }).toEqual({
    exitCode: 130,
    stderr:
      '✖ Provision 3000 hires [FAILED: interrupted]\n\nInterrupted: the local stack is stopped.\n',
    leftBehind: [],
  });
});

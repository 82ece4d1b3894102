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

/** The rows of a printed table, cells that were wrapped in one piece again. */
function rowsOf(stdout: string): string[][] {
  const rows: string[][] = [];
  for (const line of stdout.split('\n').filter((text) => text.startsWith('│'))) {
    const [number = '', ...cells] = line
      .split('│')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (number === '') rows.at(-1)?.push(...cells.filter((cell) => cell !== ''));
    else rows.push([number, ...cells]);
  }
  return rows
    .slice(1)
    .map(([, address = '', outcome = '', ...detail]) => [address, outcome, detail.join(' ')]);
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
      if (typeof ending === 'string') return [ending, expect.stringMatching(/^[a-z0-9]{26}$/)];
      const { code, message } = ending.rejected;
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

test('the first day ends the same with another directory, but for what that one cannot give', async () => {
  const { exitCode, stdout, stderr } = await start('--target', 'identity-center').ended;
  const rows = rowsOf(stdout);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain(
    '26 hires: 21 created, 1 existing, 1 duplicate, 1 scheduled, 2 rejected',
  );
  expect(rows[6]?.[1]).toBe('existing');
  expect(rows[12]?.[2]).toBe(
    'type: must be APP_USER, as this directory has no super users; send APP_USER [unsupported-by-target]',
  );
  expect(rows[24]?.[2]).toBe(rows[0]?.[2]);
});

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
    expect(stdout).toMatch(/9 +│ refused │ emailAddress: is required/);
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

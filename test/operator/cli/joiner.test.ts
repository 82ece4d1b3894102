import { execFile, execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';
import { runJoiner } from '../../support/operator/in-process-joiner.ts';

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

const COMMANDS = [
  ['send'],
  ['status'],
  ['failed'],
  ['failed', 'list'],
  ['failed', 'show'],
  ['failed', 'export'],
  ['failed', 'replay'],
  ['failed', 'edit'],
  ['failed', 'drop'],
  ['sources'],
  ['sources', 'list'],
  ['sources', 'show'],
  ['sources', 'try'],
  ['explain'],
  ['reassign'],
  ['erase'],
  ['pause'],
  ['resume'],
  ['doctor'],
  ['audit'],
];
/** A group of commands, and the commands that look at files only. */
const WITHOUT_STACK = COMMANDS.filter(
  ([word = '', sub]) => word === 'sources' || (word === 'failed' && !sub),
);

test('every command has help with an example, its exit codes and its JSON', async () => {
  const helps = await Promise.all(COMMANDS.map((command) => session.joiner(...command, '--help')));

  helps.forEach(({ exitCode, stdout }, index) => {
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`  joiner ${COMMANDS[index]?.join(' ')} `),
    });
  });
  const ofStacks = helps.filter(({ stdout }) => stdout.includes('--stack <name>'));
  expect(ofStacks).toHaveLength(COMMANDS.length - WITHOUT_STACK.length);
  for (const { stdout } of ofStacks) {
    expect(stdout).toContain('\nWith --json: {');
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      / Exit code: 0 .*1 .*; 2 wrong usage, 3 the stack cannot be reached/,
    );
  }
});

describe('wrong usage is exit code 2:', () => {
  test.each([
    [['doctor'], 'Which stack? Give --stack NAME, or --local'],
    [['doctor', '--local', '--stack', 'x'], 'name two stacks'],
    [['failed', 'list', '--local', '--since', 'noon'], 'It must be an age such as 90m'],
    [['failed', 'list', '--local', '--queue', 'all'], 'Allowed choices are dead-letter, rejected'],
    [['send'], "missing required argument 'file'"],
    [['send', 'x.csv', '--local', '--rate', '0'], 'It must be a number of messages a second'],
    [
      ['send', 'x.csv', '--local', '--source', 'adp', '--columns', 'emailAddress=Mail'],
      "option '--columns <field=header,…>' cannot be used with option '--source <name>'",
    ],
    [['sned'], "unknown command 'sned'"],
    [['pause', '--local'], 'pass --yes'],
    [['failed', 'replay', '--local', '--json'], 'pass --yes'],
    [
      ['pause', '--local', '--yes', '--why', '!'.repeat(100)],
      'It must have at most 256 characters',
    ],
  ])('%j', async (args, said) => {
    const end = await session.joiner(...args);

    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toContain(said);
  });
});

test('the installed command finds the sources that ship with it', async () => {
  const { stdout } = await session.installed('sources', 'list', '--json');

  expect(JSON.parse(stdout).sources).toHaveLength(globSync('sources/*.yml').length);
});

describe('an unreachable stack is exit code 3:', () => {
  const without = (env: object) => session.joinerWith(env, 'doctor', '--stack', 'joiner-local');

  test('no local stack', async () => {
    const env = { JOINER_LOCAL_STACK_FILE: '/nonexistent' };
    const end = await runJoiner(['doctor', '--local'], env);

    expect(end).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'No local stack is up here. Start one with `npm run local` in another terminal.\n',
    });
  });

  test('a local stack that is no longer up', async () => {
    const silent = {
      ...session.environment,
      AWS_ENDPOINT_URL_CLOUDFORMATION: 'http://127.0.0.1:9',
    };

    const end = await session.joinerAt(silent, 'doctor', '--local');

    expect(end).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('The local stack that was up here does not respond.'),
    });
  });

  test('no stack of that name', async () => {
    const end = await session.joinerWith(session.environment, 'doctor', '--stack', 'other');

    expect(end).toMatchObject({ exitCode: 3, stdout: '' });
    expect(end.stderr).toContain('There is no stack other in this account and region.');
  });

  test('no region', async () => {
    expect(await without({})).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('No region is set: give --region'),
    });
  });

  test('no credentials', async () => {
    expect(await without({ AWS_REGION: 'eu-west-1' })).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('AWS does not accept the credentials'),
    });
  });

  test('no response', async () => {
    const end = await without({
      ...session.environment,
      AWS_ENDPOINT_URL_CLOUDFORMATION: 'http://127.0.0.1:9',
      AWS_MAX_ATTEMPTS: '1',
    });

    expect(end).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('AWS does not respond (ECONNREFUSED)'),
    });
  });
});

test('a stack is found by name too, with the settings that every AWS client takes', async () => {
  const end = await session.joinerWith(
    session.environment,
    'doctor',
    '--stack',
    'joiner-local',
    '--json',
  );

  expect(JSON.parse(end.stdout).findings.length).toBeGreaterThan(10);
});

test.each([
  [['budget', 'reset', '--yes'], 0],
  [['budget', 'show'], 0],
  [['failed', 'export', 'failed.jsonl'], 0],
  [['failed', 'show', '0'], 1],
  [['resume', '--yes'], 0],
  [['scheduled', 'release', 'E-0', '--why', 'x', '--yes'], 1],
  [['scheduled', 'show', 'E-0'], 1],
])('the installed command has %j, and ends by itself', async (args, exitCode) => {
  const end = await session.installed(...args, '--local', '--json');

  expect(end).toMatchObject({ exitCode });
  expect(end.stderr).not.toContain('    at ');
});

test('joiner --version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

  expect(await session.joiner('--version')).toEqual({
    exitCode: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
});

test('a reader that stops early, such as head, causes no error', () => {
  const line = `"$@" failed --help | head -1; exit "\${PIPESTATUS[0]}"`;

  const said = execFileSync('bash', ['-c', line, 'bash', ...session.command], { env: session.env });

  expect(said.toString()).toBe('Usage: joiner failed [options] [command]\n');
});

test.each(['bash', 'zsh', 'fish'])('completion for %s calls the command itself', async (shell) => {
  const end = await session.installed('complete', shell);

  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(end.stdout).toContain('joiner complete --');
});

test.each([
  [['fai'], 'failed\t'],
  [['failed', 'rep'], 'replay\t'],
  [['send', '--dry'], '--dry-run\t'],
  [['failed', 'list', '--queue', ''], 'rejected\t'],
  [['failed', 'list', '--reason', 'invalid-j'], 'invalid-json\t'],
])('completes %j', async (typed, expected) => {
  const end = await session.installed('complete', '--', ...typed);

  expect(end.stdout).toContain(expected);
});

test('completes every kind of reason', async () => {
  const { stdout } = await session.installed('complete', '--', 'failed', 'list', '--reason', '');

  for (const code of [
    'invalid-json',
    'unsupported-by-target',
    'address-belongs-to-another',
    'refused-after-attempt',
    'throttled',
    'no-reason',
  ])
    expect(stdout).toContain(`${code}\t`);
});

test('in the clone, `npx joiner` runs the command, and installs nothing', async () => {
  const { stdout } = await promisify(execFile)('npx', ['--no', 'joiner', '--version']);

  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('in the clone the command runs from its sources', async () => {
  const execute = promisify(execFile);

  const { stdout } = await execute('bin/joiner.js', ['resume', '--local', '--yes', '--json'], {
    env: session.env,
  });

  expect(JSON.parse(stdout)).toMatchObject({ consumption: 'on' });
});

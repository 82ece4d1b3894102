import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expireVisibility } from '../../support/aws/expire-visibility.ts';
import { type CliSession, ENTER, startCliSession } from '../../support/operator/cli-session.ts';
import { until } from '../../support/time/until.ts';

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

/** Receives every message of a queue, like another operator at a prompt; returns how many. */
async function receiveAll(QueueUrl: string): Promise<number> {
  const { Messages = [] } = await session.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 600,
      WaitTimeSeconds: 0,
    }),
  );
  return Messages.length === 0 ? 0 : Messages.length + (await receiveAll(QueueUrl));
}

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
  ['pause'],
  ['resume'],
  ['doctor'],
];

test('every command has help with an example, its exit codes and its JSON', async () => {
  const helps = await Promise.all(COMMANDS.map((command) => session.joiner(...command, '--help')));

  helps.forEach(({ exitCode, stdout }, index) => {
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`  joiner ${COMMANDS[index]?.join(' ')} `),
    });
  });
  const ofStacks = helps.filter(({ stdout }) => stdout.includes('--stack <name>'));
  expect(ofStacks).toHaveLength(COMMANDS.length - 1);
  for (const { stdout } of ofStacks) {
    expect(stdout).toContain('\nWith --json: {');
    expect(stdout).toMatch(/\nExit code: 0 .*1 .*; 2 wrong usage, 3 the stack cannot be reached/);
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

describe('an unreachable stack is exit code 3:', () => {
  const without = (env: object) => session.joinerWith(env, 'doctor', '--stack', 'joiner-local');

  test('no local stack', async () => {
    const env = { JOINER_LOCAL_STACK_FILE: '/nonexistent' };
    const end = await session.joinerWith(env, 'doctor', '--local');

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
    const file = { pid: process.pid, stackName: 'joiner-local', environment: silent };
    const path = await session.writeFile('silent.json', JSON.stringify(file));
    await chmod(path, 0o600);

    const end = await session.joinerWith({ JOINER_LOCAL_STACK_FILE: path }, 'doctor', '--local');

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

describe('joiner status', () => {
  beforeAll(async () => {
    await session.send('{"emailAddress":"ada@example.com","employeeId":"E-1","requestId":"R-1"}');
    await session.send('{"emailAddress":"bo@example.com","employeeId":"E-2","type":"SUPER_USER"}');
    await session.untilDone();
  });

  test.each(['ADA@example.com', 'E-1', 'R-1'])(
    'finds a person with an account by %s',
    async (who) => {
      const end = await session.joiner('status', who, '--local', '--json');

      expect(end).toMatchObject({ exitCode: 0, stderr: '' });
      expect(JSON.parse(end.stdout)).toMatchObject({
        people: [
          { record: { state: 'PROVISIONED', outcome: 'created', employeeId: 'E-1' }, failed: [] },
        ],
        newHireQueue: { waiting: 0, inFlight: 0 },
        logGroupName: '/aws/lambda/joiner-local-provisionUser',
      });
    },
  );

  test('shows why a person has none, and how to fix it', async () => {
    const { exitCode, shown } = await session.inTerminal('status', 'bo@example.com', '--local')
      .ended;

    expect(exitCode).toBe(1);
    expect(shown).not.toMatch(/records? read/);
    expect(shown).toMatch(/state +no record/);
    expect(shown).toMatch(/next +joiner failed edit [0-9a-f-]{36}\n/);
    expect(shown).toMatch(/failed +[0-9a-f-]{36} in the rejected queue since .*\[outside-policy\]/);
  });

  test.each(['Cy.at.example.com', 'cy@home', 'Éva@Example.com'])(
    'finds a failed message by its address %s, which is not valid',
    async (address) => {
      await session.send(JSON.stringify({ emailAddress: address, requestId: `R-${address}` }));
      await session.untilDone();

      const end = await session.joiner('status', address, '--local', '--json');

      expect(end.exitCode).toBe(1);
      expect(JSON.parse(end.stdout).people).toMatchObject([
        { failed: [{ address, reason: { code: 'invalid-message' } }] },
      ]);
    },
  );

  test('counts failed messages that another operator holds, and could not be searched', async () => {
    const { RejectedQueueUrl } = session.operated.outputs;
    const held = await receiveAll(RejectedQueueUrl);

    const known = await session.joiner('status', 'ada@example.com', '--local', '--json');
    const unknown = await session.joiner('status', 'bo@example.com', '--local');
    await expireVisibility(session.sqs, RejectedQueueUrl);

    expect(held).toBeGreaterThan(0);
    expect(known.exitCode).toBe(1);
    expect(JSON.parse(known.stdout).failedInFlightElsewhere).toBe(held);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stderr).toMatch(/About \d+ failed messages? (is|are) in flight elsewhere/);
    expect(unknown.stdout).toContain('Nothing is known about bo@example.com yet');
  });

  test('reports that nothing is known', async () => {
    const end = await session.joiner('status', 'E-999', '--local');

    expect(end.exitCode).toBe(1);
    expect(end.stdout).toContain('A search by id reads the whole table');
    expect(end.stdout).toContain('Nothing is known about E-999.');
  });
});

test('joiner pause stops consumption, and joiner resume starts it again', async () => {
  const why = 'Directory is down, "INC-4711" = näher hin';
  const run = session.inTerminal('pause', '--local', '--why', why);
  await run.untilShown('Stop joiner-local? New hires will wait.');
  run.type(`y${ENTER}`);
  const paused = await run.ended;
  const isOnMeanwhile = session.stack.consumption.isOn();
  await session.send('{"emailAddress":"patient@example.com"}');
  const examined = await session.json('doctor', '--local');

  const resumed = await session.json('resume', '--local', '--yes');

  await session.untilDone();
  const again = await session.json('pause', '--local', '--yes');
  await session.json('resume', '--local', '--yes');
  expect(paused).toMatchObject({ exitCode: 0 });
  expect(paused.shown).toContain('Consumption is off. 0 messages waiting; 0 in flight');
  expect(isOnMeanwhile).toBe(false);
  expect(examined.findings).toContainEqual({
    check: 'consumption',
    state: 'problem',
    found: expect.stringMatching(
      new RegExp(
        `^is Disabled, paused by arn:aws:iam::000000000000:user/local at 20[-0-9T:.]+Z: ${why}$`,
      ),
    ),
    remedy: 'Start it: joiner resume.',
  });
  expect(resumed).toMatchObject({
    consumption: 'on',
    paused: { by: 'arn:aws:iam::000000000000:user/local', why },
  });
  expect(again.paused).not.toHaveProperty('why');
  expect(session.stack.directory.users().map(({ emailAddress }) => emailAddress)).toContain(
    'patient@example.com',
  );
});

test('joiner doctor --wait checks until there is no problem', async () => {
  await session.json('pause', '--local', '--yes');
  const run = session.inTerminal('doctor', '--local', '--wait', '60');
  await run.untilShown('1 problem found, checking again');

  await session.json('resume', '--local', '--yes');

  const { exitCode, shown } = await run.ended;
  expect(exitCode).toBe(0);
  expect(shown).toContain('No problems found.');
});

test('joiner doctor --wait ends with what is wrong when its time is over', async () => {
  await session.json('pause', '--local', '--yes');

  const end = await session.joiner('doctor', '--local', '--wait', '1', '--json');
  await session.json('resume', '--local', '--yes');

  expect(end.exitCode).toBe(1);
  expect(JSON.parse(end.stdout).findings).toContainEqual(
    expect.objectContaining({ check: 'consumption', state: 'problem' }),
  );
});

test('joiner doctor shows what it found, and what cannot be checked here', async () => {
  const { shown, raw } = await session.inTerminal('doctor', '--local').ended;

  expect(raw).toContain('\u001b[32mok\u001b');
  expect(shown).toMatch(/│ redrive +│ ok +│ to the dead-letter queue after 1000 receives/);
  expect(shown).toMatch(/│ point-in-time-recovery +│ not checked here │ there are no backups/);
});

test('colour is for terminals only', async () => {
  const plain = await session.joiner('doctor', '--local');

  expect(plain.stdout).not.toContain('\u001b');
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
  const end = await session.joiner('complete', shell);

  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(end.stdout).toContain('joiner complete --');
});

test.each([
  [['fai'], 'failed\t'],
  [['failed', 'rep'], 'replay\t'],
  [['send', '--dry'], '--dry-run\t'],
  [['failed', 'list', '--queue', ''], 'rejected\t'],
])('completes %j', async (typed, expected) => {
  const end = await session.joiner('complete', '--', ...typed);

  expect(end.stdout).toContain(expected);
});

test('in the clone the command runs from its sources', async () => {
  const execute = promisify(execFile);

  const { stdout } = await execute('bin/joiner.js', ['resume', '--local', '--yes', '--json'], {
    env: session.env,
  });

  expect(JSON.parse(stdout)).toMatchObject({ consumption: 'on' });
});

test('joiner status shows since when a hire waits, and that nothing is to be done', async () => {
  session.stack.directory.faults.always('CreateUser', { kind: 'unavailable' });
  await session.send('{"emailAddress":"late@example.com","requestId":"R-late"}');
  await until(session.records, (records) =>
    records.some(({ requestId }) => requestId?.S === 'R-late'),
  );

  const { exitCode, stdout } = await session.joiner('status', 'late@example.com', '--local');

  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/state +no account yet, first tried \d+ s ago\n/);
  expect(stdout).toMatch(/next +the message is retried automatically; nothing to do yet\n/);
});

test('joiner send --dry-run shows where to find a hire that waits', async () => {
  const file = await session.writeFile('late.csv', 'emailAddress\nlate@example.com');

  const { exitCode, stdout } = await session.joiner('send', file, '--local', '--dry-run');

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /late@example\.com +│ under way │ an earlier message about this person is retried/,
  );
  expect(stdout).toContain('1 hire: 1 under way\nHires under way are retried automatically.\n');
});

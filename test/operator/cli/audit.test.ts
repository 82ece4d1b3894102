import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDigests } from '../../../src/operator/stack/stack.ts';
import type { Digests } from '../../../src/provisioning/digests.ts';
import { HOUR_MS } from '../../support/bodies/hires.ts';
import { type CliSession, CTRL_C, startCliSession } from '../../support/operator/cli-session.ts';

const ADA = 'ada@example.com';
let session: CliSession;
let digests: Digests;
let userId: string;

beforeAll(async () => {
  session = await startCliSession();
  const hire = { emailAddress: ADA, employeeId: 'E-1', requestId: 'R-1' };
  await session.send(JSON.stringify(hire));
  await session.send(JSON.stringify({ emailAddress: 'grace@example.com', requestId: 'R-2' }));
  await session.untilDone();
  digests = await readDigests(session.operated);
  userId = session.stack.directory.users().find((user) => user.emailAddress === ADA)?.userId ?? '';
});
afterAll(() => session.stop());

const RUN = ['audit', '--local', '--rate', '1000'];
const audit = (...args: string[]) => session.joiner(...RUN, ...args);
const file = (name: string) => join(session.folder, name);

/** Audits up to the wait, and interrupts that. The stored audit then is as if the first look were over for an hour. */
async function auditToWait(state: string, ...args: string[]) {
  const given = [...RUN, '--state', file(state), ...args];
  const run = session.started(...given);
  await run.untilShown('looked at again at');
  run.interrupt();
  await run.ended;
  return { given, stored: waited(state) };
}

/** Makes the stored audit as if the first look were over for an hour; returns it as it was. */
function waited(state: string): string {
  const stored = readFileSync(file(state), 'utf8');
  const [header = '', ...lines] = stored.split('\n');
  const past = { ...JSON.parse(header), firstLookEndedAtMs: Date.now() - HOUR_MS };
  writeFileSync(file(state), [JSON.stringify(past), ...lines].join('\n'));
  return stored;
}

describe('joiner audit', () => {
  test('finds nothing in a stack that no one has damaged', async () => {
    const { exitCode, stdout, stderr } = await audit();

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Nothing found.');
    expect(stdout).toMatch(/records +2: 2 with an account \(2 checked\), 0 CREATING, 0 FAILED/);
  });

  test('with --out writes a report that anyone can check', async () => {
    const path = file('report.txt');
    const { exitCode, stderr } = await audit('--out', path);

    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const text = `${lines.slice(0, -1).join('\n')}\n`;
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(exitCode).toBe(0);
    expect(lines.at(-1)).toBe(`sha256 ${sha256}`);
    expect(stderr).toContain(sha256);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(text)).toMatchObject({
      complete: true,
      findings: [],
      stack: 'joiner-local',
      table: session.operated.outputs.UsersTableName,
      target: expect.stringMatching(/^finspace:/),
      rulesVersion: session.operated.outputs.AccessRulesVersion,
    });
  });

  test.each([
    [['--write-pointers'], '--why'],
    [['--why', 'INC-1'], '--write-pointers'],
    [['--rate', '0'], 'pages a second'],
    [['--out', '/dev/null'], 'exists already'],
    [['--write-pointers', '--why', 'INC-1'], 'pass --yes'],
  ])('with %j says what is wrong, and exits with 2', async (args, text) => {
    const { exitCode, stderr } = await session.joiner('audit', '--local', ...args);

    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(text) });
  });

  test('with a file that is no stored audit says so, and exits with 2', async () => {
    const path = await session.writeFile('other.txt', 'something else\n');
    chmodSync(path, 0o600);
    const { exitCode, stderr } = await audit('--state', path);

    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('not a stored audit'),
    });
  });

  test.each([
    ['that others may read', (path: string) => chmodSync(path, 0o644)],
    [
      'that is a link',
      (path: string) => {
        renameSync(path, `${path}.own`);
        symlinkSync(`${path}.own`, path);
      },
    ],
  ])('believes no stored audit %s, and exits with 2', async (_, expose) => {
    const path = await session.writeFile('foreign.txt', 'something else\n');
    chmodSync(path, 0o600);
    expose(path);
    const { exitCode, stderr } = await audit('--state', path);
    rmSync(path);

    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('must be a file of your own'),
    });
  });

  test('exits with 3 where the directory cannot be read, and says why', async () => {
    session.stack.directory.faults.always('ListUsers', { kind: 'access-denied' });
    const { exitCode, stderr, stdout } = await audit('--json');
    session.stack.directory.faults.clear();

    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: expect.stringContaining('[target-denied-access]'),
    });
    expect(JSON.parse(stdout)).toMatchObject({ complete: false, findings: [] });
  });
});

describe('joiner audit of an account that was disabled', () => {
  const command = () => `    joiner erase '${digests.personKeyOf(ADA)}' --why TEXT`;
  beforeAll(() => session.stack.directory.updateUser(userId, { status: 'DISABLED' }));
  afterAll(() => session.stack.directory.updateUser(userId, { status: 'ENABLED' }));

  test('says that it waits, is cut off there with exit code 3, and continues with the finding', async () => {
    const given = [...RUN, '--state', file('state-1')];
    const run = session.inNarrowTerminal(...given);
    await run.untilShown('Wait for the second look');
    run.type(CTRL_C);
    const first = await run.ended;
    waited('state-1');
    const isStored = existsSync(file('state-1'));
    const { mode } = statSync(file('state-1'));
    const second = await session.inNarrowTerminal(...given).ended;

    expect(first).toMatchObject({
      exitCode: 3,
      shown: expect.stringMatching(
        /1 difference seen[\s\S]*looked at\s+again at [\s\S]*not complete/,
      ),
    });
    expect({ isStored, mode: mode & 0o777 }).toEqual({ isStored: true, mode: 0o600 });
    expect(second.exitCode).toBe(1);
    expect(second.shown).toContain('account disabled');
    expect(second.shown).toContain(command());
    expect(second.shown).toContain('1 finding.');
    expect(existsSync(file('state-1'))).toBe(false);
  });

  test('names the person by key, and by address only if it is asked', async () => {
    const { given, stored } = await auditToWait('state-2');
    const { stdout: json } = await session.joiner(...given, '--json');
    const { given: again } = await auditToWait('state-3');
    const shown = await session.joiner(...again, '--show-addresses');

    expect(stored).not.toContain('@');
    expect(json).not.toContain('@');
    expect(JSON.parse(json).findings).toEqual([
      {
        kind: 'account-disabled',
        personKey: digests.personKeyOf(ADA),
        employeeKey: digests.employeeKeyOf('E-1'),
        userIds: [userId],
        remedy: expect.stringContaining('Enable the account'),
        command: ['erase', digests.personKeyOf(ADA), '--why', 'TEXT'],
      },
    ]);
    expect(shown.stdout).toContain(ADA);
  });

  test('is no wider than a terminal of 80 columns, but for the commands', async () => {
    const { given } = await auditToWait('state-4');
    const { shown } = await session.narrow(...given);

    const wide = shown
      .split(/[\r\n]+/)
      .filter((line) => line.length > 80 && !line.startsWith('    joiner '));
    expect(wide).toEqual([]);
  });
});

describe('joiner audit --write-pointers', () => {
  test('writes the pointer that is missing, once, and on record', async () => {
    const { clients, outputs } = session.operated;
    const employeeKey = digests.employeeKeyOf('E-1');
    await clients.dynamoDb.send(
      new DeleteItemCommand({ TableName: outputs.UsersTableName, Key: { pk: { S: employeeKey } } }),
    );
    await clients.dynamoDb.send(
      new UpdateItemCommand({
        TableName: outputs.UsersTableName,
        Key: { pk: { S: digests.personKeyOf(ADA) } },
        UpdateExpression: 'SET completedAt = :then',
        ExpressionAttributeValues: { ':then': { N: String(Date.now() - HOUR_MS) } },
      }),
    );
    const writing = ['--write-pointers', '--why', 'INC-4711', '--yes'];
    const { given } = await auditToWait('state-5', ...writing);
    const { exitCode, stdout } = await session.joiner(...given, '--json');

    const { stdout: history } = await session.joiner('history', ADA, '--local');
    const after = await audit();
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).findings).toEqual([
      expect.objectContaining({ kind: 'pointer-missing', employeeKey, written: true }),
    ]);
    expect(history).toContain('audit');
    expect(history).toContain('INC-4711');
    expect(after.exitCode).toBe(0);
  });
});

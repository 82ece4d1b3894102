import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eraseFromTable } from '../../../src/operator/erase/erase-from-table.ts';
import { readScheduled } from '../../../src/operator/stack/find-scheduled.ts';
import { readDigests, usersStoreOf } from '../../../src/operator/stack/stack.ts';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';

const HOUR_MS = 3_600_000;

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

async function keysOf(address: string, employeeId: string) {
  const digests = await readDigests(session.operated);
  return { person: digests.personKeyOf(address), employee: digests.employeeKeyOf(employeeId) };
}

async function itemOf(pk: string) {
  const { clients, outputs } = session.operated;
  const input = { TableName: outputs.UsersTableName, Key: { pk: { S: pk } } };
  const { Item } = await clients.dynamoDb.send(new GetItemCommand(input));
  return Item;
}

/** As if the person had been provisioned an hour ago. */
async function settle(pk: string): Promise<void> {
  const { clients, outputs } = session.operated;
  await clients.dynamoDb.send(
    new UpdateItemCommand({
      TableName: outputs.UsersTableName,
      Key: { pk: { S: pk } },
      UpdateExpression: 'SET completedAt = :then',
      ExpressionAttributeValues: { ':then': { N: String(Date.now() - HOUR_MS) } },
    }),
  );
}

const erase = (...options: readonly string[]) =>
  session.joiner('erase', 'ada@example.com', '--why', 'DPO-1', '--local', ...options);

describe('joiner erase', () => {
  beforeAll(async () => {
    await session.send('{"emailAddress":"ada@example.com","employeeId":"E-1","requestId":"R-1"}');
    await session.untilDone();
    await session.send(
      '{"emailAddress":"ada@example.com","type":"SUPER_USER","employeeId":"E-1","requestId":"R-2"}',
    );
    await session.untilDone();
  });

  test('refuses a record that is not settled, and says until when', async () => {
    const { person } = await keysOf('ada@example.com', 'E-1');

    const end = await erase('--yes');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('The record is not settled until');
    expect(await itemOf(person)).toBeDefined();
  });

  test('leaves the pointer of a record that has changed since it was shown', async () => {
    const { person, employee } = await keysOf('ada@example.com', 'E-1');
    const { signal } = new AbortController();
    const record = await usersStoreOf(session.operated).read(person, signal);
    if (!record) throw new Error('There should be a record.');

    const shown = { ...record, attempts: record.attempts - 1 };
    expect(await eraseFromTable(session.operated, shown, signal)).toMatchObject({
      kind: 'changed',
    });
    expect(await itemOf(employee)).toHaveProperty('personKey', { S: person });
  });

  test('asks before it erases, unless told', async () => {
    expect((await erase()).exitCode).toBe(2);
  });

  test('deletes record, pointer and failed messages, and names the person by key only', async () => {
    const { person, employee } = await keysOf('ada@example.com', 'E-1');
    await settle(person);

    const end = await erase('--yes', '--json');

    expect(end.exitCode).toBe(0);
    expect(JSON.parse(end.stdout)).toMatchObject({
      personKey: person,
      failed: [{ reason: { code: 'outside-policy' } }],
      erased: { personKey: person, record: 'PROVISIONED', messages: 1, why: 'DPO-1' },
    });
    expect(end.stderr).not.toContain('ada@example.com');
    expect([await itemOf(person), await itemOf(employee)]).toEqual([undefined, undefined]);
  });

  test('reports that nothing is known afterwards', async () => {
    const end = await erase('--yes');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('Nothing is known about ada@example.com.');
  });

  test('gives the employee id free for a hire at another address', async () => {
    const address = 'ada.byron@example.com';
    await session.send(`{"emailAddress":"${address}","employeeId":"E-1","requestId":"R-3"}`);
    await session.untilDone();

    expect((await session.joiner('status', address, '--local')).exitCode).toBe(0);
  });

  test('is in the history of the person', async () => {
    const { person } = await keysOf('ada@example.com', 'E-1');

    const { stdout } = await session.joiner('history', person, '--local', '--json');

    expect(stdout).toMatch(/"(what|command)": "erase/);
  });
});

describe('joiner erase, where another person waits under the employee id', () => {
  const someDay = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const eraseAs = (who: string) =>
    session.joiner('erase', who, '--why', 'DPO-2', '--local', '--yes', '--json');

  beforeAll(async () => {
    await session.send(
      `{"emailAddress":"ceo@example.com","employeeId":"E-9","requestId":"R-9","startDate":"${someDay}"}`,
    );
    await session.untilDone();
    await session.send(
      '{"emailAddress":"mallory@example.com","employeeId":"E-9","requestId":"R-10"}',
    );
    await session.untilDone();
    const { person } = await keysOf('mallory@example.com', 'E-9');
    await settle(person);
  });

  test('refuses the id, and names both people', async () => {
    const end = await eraseAs('E-9');
    const [ceo, mallory] = await Promise.all(
      ['ceo@example.com', 'mallory@example.com'].map((one) => keysOf(one, 'E-9')),
    );

    expect(end.exitCode).not.toBe(0);
    expect(end.stderr).toContain(ceo?.person);
    expect(end.stderr).toContain(mallory?.person);
  });

  test('leaves what waits for the other, by the address', async () => {
    const end = await eraseAs('mallory@example.com');

    expect(JSON.parse(end.stdout)).toMatchObject({ scheduled: [], erased: { scheduled: 0 } });
    const { person, employee } = await keysOf('ceo@example.com', 'E-9');
    const { signal } = new AbortController();
    expect(await readScheduled(session.operated, employee, signal)).toMatchObject({
      personKey: person,
      state: 'waiting',
    });
  });
});

test('joiner erase leaves the failed message of another under the employee id, by a request id', async () => {
  await session.send('{"emailAddress":"moe@example.com","employeeId":"E-10","requestId":"R-11"}');
  await session.untilDone();
  await session.send('{"emailAddress":"cfo@example.com","employeeId":"E-10","requestId":"R-12"}');
  await session.untilDone();
  const { person } = await keysOf('moe@example.com', 'E-10');
  await settle(person);

  const end = await session.joiner(
    ...['erase', '--request', 'R-11', '--why', 'DPO-3', '--local', '--yes', '--json'],
  );

  expect(JSON.parse(end.stdout)).toMatchObject({ failed: [], erased: { record: 'PROVISIONED' } });
  const { stdout } = await session.joiner('failed', 'list', '--local', '--json');
  expect(stdout).toContain('R-12');
});

test('the log says which failed messages an erasure deleted, where none names a person', async () => {
  for (const employeeId of ['E-11', 'E-12'])
    await session.send(`{"emailAddress":"none","employeeId":"${employeeId}","requestId":"R-13"}`);
  await session.untilDone();

  const end = await session.joiner(
    ...['erase', '--request', 'R-13', '--why', 'DPO-4', '--local', '--yes', '--json'],
  );

  const { erased, failed } = JSON.parse(end.stdout);
  expect(erased).toMatchObject({ messages: 2 });
  const { clients, outputs } = session.operated;
  const { events = [] } = await clients.cloudWatchLogs.send(
    new FilterLogEventsCommand({ logGroupName: outputs.OperatorChangesLogGroupName }),
  );
  const lines = events.map(({ message = '' }) => JSON.parse(message));
  for (const { id } of failed)
    expect(lines).toContainEqual(
      expect.objectContaining({
        command: 'erase',
        why: 'DPO-4',
        phase: 'done',
        messageId: id,
        digestBefore: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
    );
});

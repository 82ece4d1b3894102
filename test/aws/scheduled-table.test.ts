import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startDynamoDb } from '../../local/emulators/dynamodb.ts';
import { cancelScheduled, removeCancelledBody } from '../../src/aws/cancel-scheduled.ts';
import { createDueHires } from '../../src/aws/due-hires.ts';
import { createScheduledTable } from '../../src/aws/scheduled-table.ts';
import type { DueHire } from '../../src/provisioning/release-due-hires.ts';
import type { ScheduledHire, Scheduling } from '../../src/provisioning/scheduled-hires.ts';
import { createScheduledHiresTable } from '../support/aws/create-table.ts';

const NOW = Date.parse('2026-03-02T08:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const { signal } = new AbortController();

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBClient;
let tables = 0;
let table: { client: DynamoDBClient; tableName: string };
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new DynamoDBClient({ endpoint: dynamoDb.endpoint, region: 'eu-west-1', credentials });
});
beforeEach(async () => {
  tables += 1;
  table = { client, tableName: `scheduled-${tables}` };
  await createScheduledHiresTable(client, table.tableName);
});
afterAll(async () => {
  client.destroy();
  await dynamoDb.stop();
});

const schedulingOf = (changes: Partial<Scheduling> = {}): Scheduling => ({
  key: 'employee#1',
  personKey: 'user#1',
  bodyDigest: 'body-1',
  requestKey: 'request-key-1',
  requestId: 'request-1',
  dueAtMs: NOW + DAY_MS,
  askedAtMs: NOW,
  body: '{"startDate":"2026-03-03"}',
  nowMs: NOW,
  ...changes,
});
const schedule = (changes?: Partial<Scheduling>) =>
  createScheduledTable(table).schedule(schedulingOf(changes), signal);
const read = (key = 'employee#1') => createScheduledTable(table).read(key, signal);
const end = (askedAtMs: number, personKey = 'user#1', hasAccount = true) =>
  createScheduledTable(table).end({ key: 'employee#1', personKey, askedAtMs, hasAccount }, signal);
const cancel = async (nowMs = NOW + HOUR_MS) =>
  cancelScheduled(table, (await read()) as ScheduledHire, nowMs, signal);
const itemOf = async (key = 'employee#1') => {
  const Key = { pk: { S: key } };
  const { Item } = await client.send(new GetItemCommand({ TableName: table.tableName, Key }));
  return Item;
};
const breakItem = (key: string) =>
  client.send(
    new UpdateItemCommand({
      TableName: table.tableName,
      Key: { pk: { S: key } },
      UpdateExpression: 'REMOVE version',
    }),
  );
const due = async (nowMs: number): Promise<readonly DueHire[]> => {
  const hires: DueHire[] = [];
  for await (const group of createDueHires(table).due(nowMs, signal)) hires.push(...group);
  return hires;
};
const markReleased = (hire: DueHire) => createDueHires(table).markReleased(hire, signal);

describe('a hire that waits', () => {
  test('is stored with its body until it is 30 days past its day', async () => {
    expect(await schedule()).toEqual({ kind: 'waiting' });

    expect(await read()).toMatchObject({ state: 'waiting', dueAtMs: NOW + DAY_MS, version: 1 });
    expect(await itemOf()).toMatchObject({
      body: { S: '{"startDate":"2026-03-03"}' },
      expiresAt: { N: String((NOW + 31 * DAY_MS) / 1000) },
    });
  });

  test('gives way to a message that was sent later', async () => {
    await schedule();

    expect(await schedule({ askedAtMs: NOW + 1, dueAtMs: NOW + 9 * DAY_MS })).toEqual({
      kind: 'waiting',
    });
    expect(await read()).toMatchObject({ dueAtMs: NOW + 9 * DAY_MS, version: 2 });
  });

  test('does not give way to a message that was sent before', async () => {
    await schedule();

    expect(await schedule({ askedAtMs: NOW - 1, dueAtMs: NOW + 9 * DAY_MS })).toMatchObject({
      kind: 'superseded',
      by: { state: 'waiting', dueAtMs: NOW + DAY_MS },
    });
  });

  test('does not give way to another message that was sent in the same millisecond', async () => {
    await schedule();

    expect(await schedule({ body: '{}', bodyDigest: 'body-2' })).toMatchObject({
      kind: 'superseded',
    });
  });

  test('waits again where its message comes again too early', async () => {
    await schedule();
    const [hire] = await due(NOW + DAY_MS);
    await markReleased(hire as DueHire);

    expect(await schedule({ dueAtMs: NOW + 2 * DAY_MS })).toEqual({ kind: 'waiting' });
    expect(await read()).toMatchObject({ state: 'waiting', dueAtMs: NOW + 2 * DAY_MS });
  });

  test('waits for another day where an operator has edited its message since it was released', async () => {
    await schedule();
    const [hire] = await due(NOW + DAY_MS);
    await markReleased(hire as DueHire);

    const edited = { body: '{}', bodyDigest: 'body-2', dueAtMs: NOW + 9 * DAY_MS };
    expect(await schedule(edited)).toEqual({ kind: 'waiting' });
  });
});

describe('a hire of the employee at another address', () => {
  const elsewhere = { personKey: 'user#2', body: '{}', bodyDigest: 'body-2', askedAtMs: NOW + 1 };

  test('does not wait while the first does', async () => {
    await schedule();

    expect(await schedule(elsewhere)).toEqual({ kind: 'elsewhere' });
    expect(await read()).toMatchObject({ personKey: 'user#1', version: 1 });
  });

  test('does not wait while the copy of the first is under way', async () => {
    await schedule();
    const [hire] = await due(NOW + DAY_MS);
    await markReleased(hire as DueHire);

    expect(await schedule(elsewhere)).toEqual({ kind: 'elsewhere' });
  });

  test('waits once an operator has cancelled the first', async () => {
    await schedule();
    await cancel();

    expect(await schedule({ ...elsewhere, askedAtMs: NOW + 2 * HOUR_MS })).toEqual({
      kind: 'waiting',
    });
    expect(await read()).toMatchObject({ personKey: 'user#2', state: 'waiting' });
  });

  test('does not wait where it was sent before an operator cancelled the first', async () => {
    await schedule();
    await cancel();

    expect(await schedule(elsewhere)).toMatchObject({
      kind: 'superseded',
      by: { state: 'cancelled' },
    });
  });

  test('leaves what waits when it has its account', async () => {
    await schedule();
    await end(NOW + 1, 'user#2');

    expect(await read()).toMatchObject({ state: 'waiting' });
  });
});

describe('the sweep', () => {
  test('is shown what is due, and nothing else', async () => {
    await schedule();
    await schedule({ key: 'user#2', dueAtMs: NOW + DAY_MS + 1 });

    expect(await due(NOW + DAY_MS)).toEqual([
      {
        key: 'employee#1',
        body: '{"startDate":"2026-03-03"}',
        dueAtMs: NOW + DAY_MS,
        askedAtMs: NOW,
        version: 1,
      },
    ]);
  });

  test('is shown more hires than one message batch holds', async () => {
    for (let nth = 0; nth < 23; nth += 1) await schedule({ key: `user#${nth}` });

    expect(await due(NOW + DAY_MS)).toHaveLength(23);
  });

  test('leaves no body of a hire that it has released', async () => {
    await schedule();
    const [hire] = await due(NOW + DAY_MS);
    await markReleased(hire as DueHire);

    expect(await due(NOW + DAY_MS)).toEqual([]);
    expect(await read()).toMatchObject({ state: 'released' });
    expect(await itemOf()).not.toHaveProperty('body');
  });

  test('does not mark a hire that has another date since', async () => {
    await schedule();
    const [hire] = await due(NOW + DAY_MS);
    await schedule({ askedAtMs: NOW + 1, dueAtMs: NOW + 9 * DAY_MS });
    await markReleased(hire as DueHire);

    expect(await read()).toMatchObject({ state: 'waiting', dueAtMs: NOW + 9 * DAY_MS });
  });
});

test('an item that cannot be read keeps no other hire waiting, and fails the sweep', async () => {
  await schedule({ key: 'user#1', dueAtMs: NOW });
  await breakItem('user#1');
  for (let nth = 2; nth < 15; nth += 1) await schedule({ key: `user#${nth}` });
  const shown: string[] = [];
  const sweep = async () => {
    for await (const group of createDueHires(table).due(NOW + DAY_MS, signal))
      shown.push(...group.map(({ key }) => key));
  };

  await expect(sweep()).rejects.toThrow('has no valid "version"');
  expect(shown).toHaveLength(13);
});

describe('a hire that an operator cancels', () => {
  test('is not due any more, and keeps its body for the event', async () => {
    await schedule();

    expect(await cancel()).toBe('cancelled');
    expect(await due(NOW + DAY_MS)).toEqual([]);
    expect(await itemOf()).toHaveProperty('body');
  });

  test('leaves no body once its event is sent', async () => {
    await schedule();
    await cancel();

    await removeCancelledBody(table, (await read()) as ScheduledHire, signal);

    expect(await itemOf()).not.toHaveProperty('body');
    expect(await read()).toMatchObject({ state: 'cancelled' });
  });

  test('keeps the body of what HR has asked for since then', async () => {
    await schedule();
    await cancel();
    const cancelled = (await read()) as ScheduledHire;
    await schedule({ askedAtMs: NOW + 2 * HOUR_MS });

    await removeCancelledBody(table, cancelled, signal);

    expect(await itemOf()).toHaveProperty('body');
  });

  test('stays cancelled for its own message', async () => {
    await schedule();
    await cancel();

    expect(await schedule()).toMatchObject({ kind: 'superseded', by: { state: 'cancelled' } });
  });

  test('stays cancelled in the very millisecond in which its message was sent', async () => {
    await schedule();
    await cancel(NOW);

    expect(await schedule()).toMatchObject({ kind: 'superseded', by: { state: 'cancelled' } });
  });

  test('stays cancelled for a message from before that comes later', async () => {
    await schedule();
    await cancel();

    expect(await schedule({ askedAtMs: NOW + HOUR_MS / 2 })).toMatchObject({
      kind: 'superseded',
      by: { state: 'cancelled' },
    });
  });

  test('waits again once HR asks for it again', async () => {
    await schedule();
    await cancel();

    expect(await schedule({ askedAtMs: NOW + 2 * HOUR_MS })).toEqual({ kind: 'waiting' });
  });

  test('is not cancelled where it is not as it was shown', async () => {
    await schedule();
    const shown = (await read()) as ScheduledHire;
    await schedule({ askedAtMs: NOW + 1, dueAtMs: NOW + 9 * DAY_MS });

    expect(await cancelScheduled(table, shown, NOW + HOUR_MS, signal)).toBe('changed');
    expect(await read()).toMatchObject({ state: 'waiting' });
  });
});

describe('the next hire of an employee whose hire was cancelled', () => {
  const next = { personKey: 'user#2', askedAtMs: NOW + 2 * HOUR_MS };
  beforeEach(async () => {
    await schedule();
    await cancel();
    await schedule(next);
  });

  test('keeps the decision while it waits', async () => {
    expect(await read()).toMatchObject({ state: 'waiting', cancelledAtMs: NOW + HOUR_MS });
  });

  test('leaves the decision, and no message, where it is rejected', async () => {
    await end(next.askedAtMs, next.personKey, false);

    expect(await read()).toMatchObject({ state: 'cancelled', askedAtMs: NOW + HOUR_MS });
    expect(Object.keys((await itemOf()) ?? {})).not.toContain('body');
    expect(await due(NOW + 9 * DAY_MS)).toEqual([]);
  });

  test('leaves what was asked for later where it is rejected', async () => {
    await end(next.askedAtMs - 1, next.personKey, false);

    expect(await read()).toMatchObject({ state: 'waiting' });
  });

  test('leaves nothing where it has its account', async () => {
    await end(next.askedAtMs, next.personKey);

    expect(await itemOf()).toBeUndefined();
  });
});

describe('a hire that has its account', () => {
  test('leaves nothing', async () => {
    await schedule();
    await end(NOW);

    expect(await itemOf()).toBeUndefined();
  });

  test('leaves what was asked for later', async () => {
    await schedule({ askedAtMs: NOW + 1 });
    await end(NOW);

    expect(await read()).toMatchObject({ state: 'waiting' });
  });
});

test('an item that Joiner did not write is named by its attribute, not by its value', async () => {
  await schedule({ dueAtMs: Number.MAX_SAFE_INTEGER + 1 });

  await expect(read()).rejects.toThrow('has no valid "dueAt"');
});

test('a time that no date can have is not valid, for the copy of a hire has it as a date', async () => {
  await schedule({ askedAtMs: 9e15 });

  await expect(read()).rejects.toThrow('has no valid "askedAt"');
});

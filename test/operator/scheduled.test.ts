import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startDynamoDb } from '../../local/emulators/dynamodb.ts';
import { createScheduledTable } from '../../src/aws/scheduled-table.ts';
import { eraseScheduled } from '../../src/operator/erase/erase-scheduled.ts';
import { markCancelled } from '../../src/operator/scheduled/cancel-hire.ts';
import { readScheduled } from '../../src/operator/stack/find-scheduled.ts';
import { listScheduled } from '../../src/operator/stack/list-scheduled.ts';
import type { Stack } from '../../src/operator/stack/stack.ts';
import type { StoredHire } from '../../src/operator/stack/stored-hire.ts';
import type { Scheduling } from '../../src/provisioning/scheduled-hires.ts';
import { createScheduledHiresTable } from '../support/aws/create-table.ts';

const HOUR_MS = 3_600_000;
const KEY = `user#${'a'.repeat(64)}`;
const { signal } = new AbortController();

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBClient;
let tables = 0;
let stack: Stack;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new DynamoDBClient({ endpoint: dynamoDb.endpoint, region: 'eu-west-1', credentials });
});
beforeEach(async () => {
  tables += 1;
  const ScheduledHiresTableName = `scheduled-${tables}`;
  stack = { clients: { dynamoDb: client }, outputs: { ScheduledHiresTableName } } as Stack;
  await createScheduledHiresTable(client, ScheduledHiresTableName);
});
afterAll(async () => {
  client.destroy();
  await dynamoDb.stop();
});

async function store(changes: Partial<Scheduling> = {}): Promise<StoredHire> {
  const { key = KEY, askedAtMs = 1 } = changes;
  const table = { client, tableName: stack.outputs.ScheduledHiresTableName };
  await createScheduledTable(table).schedule(
    {
      key,
      personKey: KEY,
      requestKey: 'R-1',
      requestId: 'R-1',
      dueAtMs: Date.now() + HOUR_MS,
      askedAtMs,
      body: '{"emailAddress":"ada@example.com"}',
      bodyDigest: 'body-1',
      nowMs: Date.now(),
      ...changes,
    },
    signal,
  );
  return (await read(key)) as StoredHire;
}

const read = (key = KEY) => readScheduled(stack, key, signal);

describe('an operator who cancels a hire', () => {
  test('decides later than its message, by whichever clock that was sent', async () => {
    const askedAtMs = Date.now() + HOUR_MS;
    const shown = await store({ askedAtMs });

    await markCancelled(stack, shown, signal);

    expect(await read()).toMatchObject({ state: 'cancelled', askedAtMs: askedAtMs + 1 });
  });

  test('cancels none that has changed since it was shown', async () => {
    const shown = await store();
    await store({ askedAtMs: 2 });

    expect(await markCancelled(stack, shown, signal)).toBeUndefined();
    expect(await read()).toMatchObject({ state: 'waiting', askedAtMs: 2 });
  });
});

describe('an operator who erases a hire', () => {
  test('erases it as it was shown', async () => {
    expect(await eraseScheduled(stack, await store(), signal)).toBe('erased');
    expect(await read()).toBeUndefined();
  });

  test('erases none that has changed since it was shown', async () => {
    const shown = await store();
    await store({ askedAtMs: 2 });

    expect(await eraseScheduled(stack, shown, signal)).toBe('changed');
    expect(await read()).toMatchObject({ state: 'waiting' });
  });

  test('takes one that is gone by now for erased', async () => {
    const shown = await store();
    await eraseScheduled(stack, shown, signal);

    expect(await eraseScheduled(stack, shown, signal)).toBe('erased');
  });
});

describe('the list of what waits', () => {
  const keyOf = (index: number) => `user#${String(index).padStart(64, '0')}`;

  test('has page by page each hire once, however many there are', async () => {
    for (let index = 0; index < 30; index += 1)
      await store({ key: keyOf(index), dueAtMs: 1_000 * (index + 1) });

    const first = await listScheduled(stack, { limit: 26, signal });
    const second = await listScheduled(stack, { limit: 26, after: first.next, signal });
    const keys = [...first.hires, ...second.hires].map(({ key }) => key);

    expect(keys).toEqual(Array.from({ length: 30 }, (_, index) => keyOf(index)));
    expect(second.next).toBeUndefined();
  });

  test('leaves out what is cancelled, and what is due later than asked for', async () => {
    await markCancelled(stack, await store({ key: keyOf(1), dueAtMs: 1_000 }), signal);
    await store({ key: keyOf(2), dueAtMs: 2_000 });
    await store({ key: keyOf(3), dueAtMs: 3_000 });

    const { hires } = await listScheduled(stack, { limit: 10, dueByMs: 2_000, signal });

    expect(hires.map(({ key }) => key)).toEqual([keyOf(2)]);
  });
});

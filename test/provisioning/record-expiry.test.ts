import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createMemoryDirectory,
  type MemoryDirectory,
} from '../proof/in-memory/memory-directory.ts';
import { ADA, hire } from '../support/bodies/hires.ts';
import { digestsFor } from '../support/engine/digests.ts';
import {
  type EngineHarness,
  startEngineHarness,
  TARGET_ID,
} from '../support/engine/engine-harness.ts';

const HOUR_MS = 3_600_000;
const DAY_SECONDS = 24 * 3600;
const BYRON = 'ada.byron@example.com';

let engine: EngineHarness;
let directory: MemoryDirectory;
let client: DynamoDBClient;
let requests: number;
beforeEach(async () => {
  engine = await startEngineHarness();
  directory = createMemoryDirectory(engine.clock, { id: TARGET_ID });
  client = new DynamoDBClient({});
  requests = 0;
});
afterEach(() => {
  client.destroy();
  return engine.stop();
});

/** A request of its own about a hire, sent now unless it is older. */
function send(fields: object = {}, sentAtMs = engine.clock.now(), recordDays = '30') {
  requests += 1;
  const body = hire({ requestId: `request-${requests}`, employeeId: 'E-1', ...fields });
  const env = { RECORD_DAYS: recordDays };
  return engine.deliver([{ body, sentAtMs }], { env, ports: { target: directory } });
}

const TableName = 'users';
const { employeeKeyOf, personKeyOf } = digestsFor(TARGET_ID);
const recordKey = { pk: { S: personKeyOf(ADA) } };
const pointerKey = { pk: { S: employeeKeyOf('E-1') } };

async function expiryOf(Key: typeof recordKey): Promise<number | undefined> {
  const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
  const seconds = Item?.['expiresAt']?.N;
  return seconds === undefined ? undefined : Number(seconds);
}

/** DynamoDB deletes what has expired, some day. */
async function expire(Key: typeof recordKey): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName, Key }));
}

/** As an attempt leaves it that ends after it has noted the record. */
async function keepPointer(): Promise<void> {
  const UpdateExpression = 'REMOVE expiresAt';
  await client.send(new UpdateItemCommand({ TableName, Key: pointerKey, UpdateExpression }));
}

/** Returns the epoch seconds at which the account was seen gone. */
async function makeAndDelete(recordDays?: string): Promise<number> {
  await send();
  for (const { userId } of directory.users) directory.remove(userId);
  engine.clock.advance(HOUR_MS);
  await send({}, undefined, recordDays);
  return engine.clock.now() / 1_000;
}

async function makeDeleteAndRestore(): Promise<void> {
  await send();
  const [account] = directory.users;
  directory.remove(account?.userId ?? '');
  engine.clock.advance(HOUR_MS);
  await send();
  if (account) directory.add(account, 'ENABLED', account);
}

describe('the record of a person whose account was seen gone', () => {
  test('expires after the days of the setting, and the pointer of the employee id 30 days later', async () => {
    const seenAt = await makeAndDelete('45');

    expect(await expiryOf(recordKey)).toBe(seenAt + 45 * DAY_SECONDS);
    expect(await expiryOf(pointerKey)).toBe(seenAt + (45 + 30) * DAY_SECONDS);
  });

  test('does not expire without the setting, nor does the pointer', async () => {
    await makeAndDelete('none');

    expect(await engine.record(ADA)).toHaveProperty('goneSeenAt');
    expect(await expiryOf(recordKey)).toBeUndefined();
    expect(await expiryOf(pointerKey)).toBeUndefined();
  });

  test('does not expire once the account is made again', async () => {
    await makeAndDelete();
    engine.clock.advance(HOUR_MS);
    await send();

    expect(await engine.outcomes()).toEqual(['created', 'account-gone', 'created']);
    expect(await expiryOf(recordKey)).toBeUndefined();
    expect(await expiryOf(pointerKey)).toBeUndefined();
  });

  test('takes its pointer with it where the attempt that saw it gone ended between the two', async () => {
    const seenAt = await makeAndDelete();
    await keepPointer();
    await send({}, engine.clock.now() - HOUR_MS);

    expect(await expiryOf(pointerKey)).toBe(seenAt + (30 + 30) * DAY_SECONDS);
  });

  test('does not expire once the account is there again', async () => {
    await makeDeleteAndRestore();
    await send();

    expect(await engine.outcomes()).toEqual(['created', 'account-gone', 'duplicate']);
    expect(await engine.record(ADA)).not.toHaveProperty('goneSeenAt');
    expect(await expiryOf(recordKey)).toBeUndefined();
    expect(await expiryOf(pointerKey)).toBeUndefined();
  });

  test('does not expire once the account is there again, seen by a hire without the employee id', async () => {
    await makeDeleteAndRestore();
    await send({ employeeId: undefined });

    expect(await engine.outcomes()).toEqual(['created', 'account-gone', 'duplicate']);
    expect(await expiryOf(recordKey)).toBeUndefined();
    expect(await expiryOf(pointerKey)).toBeUndefined();
  });
});

describe('an employee whose record has expired', () => {
  beforeEach(async () => {
    await makeAndDelete();
    engine.clock.advance(31 * DAY_SECONDS * 1_000);
  });

  test('is hired again at another address, though the pointer is still there', async () => {
    await expire(recordKey);
    await send({ emailAddress: BYRON });

    expect((await engine.outcomes()).at(-1)).toBe('created');
    expect(await expiryOf(pointerKey)).toBeUndefined();
  });

  test('is hired again at another address once the pointer is gone, though the record is still there', async () => {
    await expire(pointerKey);
    await send({ emailAddress: BYRON });

    expect((await engine.outcomes()).at(-1)).toBe('created');
  });

  test('is hired again at the old address', async () => {
    await expire(recordKey);
    await expire(pointerKey);
    await send();

    expect((await engine.outcomes()).at(-1)).toBe('created');
  });

  test('is rejected at another address while record and pointer are still there', async () => {
    await send({ emailAddress: BYRON });

    expect((await engine.outcomes()).at(-1)).toBe('employee-at-another-address');
  });

  test('has the id noted at another address by a duplicate, though the pointer is still there', async () => {
    await expire(recordKey);
    await send({ emailAddress: BYRON, employeeId: undefined });
    await send({ emailAddress: BYRON });

    expect((await engine.outcomes()).slice(-2)).toEqual(['created', 'duplicate']);
  });
});

import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { searchAttributeOf } from '../../src/aws/user-item.ts';
import { createUsersTable } from '../../src/aws/users-table.ts';
import {
  answerInstead,
  recordOperations,
  sendEverythingTwice,
} from '../support/aws/client-middleware.ts';
import { createTable } from '../support/aws/create-table.ts';
import { LEASE_UNTIL, NOW, search, signal, storeCalls } from './users-store/store-calls.ts';
import { describeUsersStore } from './users-store.suite.ts';

const TABLE = 'joiner-users';

interface DynamoDb {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** The promises of the users table, for any DynamoDB. `start` gives one without tables. */
export function describeUsersTable(name: string, start: () => Promise<DynamoDb>): void {
  describe(`the users table on ${name}`, () => {
    let dynamoDb: DynamoDb;
    let client: DynamoDBClient;
    let operations: string[];
    let personKey: string;
    const clients: DynamoDBClient[] = [];

    function connect(): DynamoDBClient {
      const connected = new DynamoDBClient({
        endpoint: dynamoDb.endpoint,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 1,
      });
      clients.push(connected);
      return connected;
    }

    const store = () => createUsersTable({ client, tableName: TABLE });

    function storeThatSendsTwice() {
      const twice = connect();
      sendEverythingTwice(twice);
      return createUsersTable({ client: twice, tableName: TABLE });
    }

    const calls = storeCalls(store, () => personKey);
    const { claimOf, otherClaimOf, completionOf, failureOf, creating, provisioned } = calls;
    const { claim, otherClaim, complete, fail, reopen, saveSearch, read } = calls;

    async function item(): Promise<Record<string, AttributeValue> | undefined> {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: TABLE,
          Key: { pk: { S: personKey } },
          ConsistentRead: true,
        }),
      );
      return Item;
    }

    async function putItem(attributes: Record<string, AttributeValue>): Promise<void> {
      const Item = { pk: { S: personKey }, ...attributes };
      await client.send(new PutItemCommand({ TableName: TABLE, Item }));
    }

    /** The claim's item with one attribute changed, as a hand at the console might. */
    async function putClaimedItemWith(attributes: Record<string, AttributeValue>): Promise<void> {
      await claim();
      await putItem({ ...(await item()), ...attributes });
    }

    beforeAll(async () => {
      dynamoDb = await start();
      client = connect();
      operations = recordOperations(client);
      await createTable(client, TABLE);
    });

    beforeEach(() => {
      personKey = `user#${randomUUID()}`;
      operations.length = 0;
    });

    afterAll(async () => {
      for (const connected of clients) connected.destroy();
      await dynamoDb.stop();
    });

    describeUsersStore(name, store);

    describe('claim', () => {
      test('a claim that was sent twice succeeds and counts one attempt', async () => {
        const answer = await storeThatSendsTwice().claim(claimOf(), signal);

        expect(answer).toEqual({ kind: 'claimed', record: creating() });
        expect(await read()).toEqual(creating());
      });

      test('a second claim that was sent twice counts one attempt, where the first lease is over', async () => {
        await claim();

        const answer = await storeThatSendsTwice().claim(
          otherClaimOf({ nowMs: LEASE_UNTIL, leaseUntilMs: LEASE_UNTIL }),
          signal,
        );

        expect(answer).toMatchObject({ kind: 'claimed', record: { attempts: 2 } });
      });

      test('a claim that was sent twice and refused stays refused', async () => {
        await claim();

        const answer = await storeThatSendsTwice().claim(otherClaimOf(), signal);

        expect(answer).toEqual({ kind: 'refused', record: creating() });
      });
    });

    describe('complete', () => {
      test('a record that names a user id is never completed, whatever its state', async () => {
        await putClaimedItemWith({ userId: { S: 'user-0' } });

        const answer = await complete();

        expect(answer).toEqual({ kind: 'refused', record: creating() });
        expect(await item()).toMatchObject({ userId: { S: 'user-0' } });
      });

      test('a completion that was sent twice succeeds', async () => {
        await claim();

        const answer = await storeThatSendsTwice().complete(completionOf(), signal);

        expect(answer).toEqual({ kind: 'completed', record: provisioned() });
      });

      test('a completion that was sent twice over another user id stays refused', async () => {
        await claim();
        await complete();

        const answer = await storeThatSendsTwice().complete(
          completionOf({ userId: 'user-2' }),
          signal,
        );

        expect(answer).toMatchObject({ kind: 'refused', record: { userId: 'user-1' } });
      });
    });

    describe('fail', () => {
      test('a failure that was sent twice succeeds', async () => {
        await claim();

        const answer = await storeThatSendsTwice().fail(failureOf(), signal);

        expect(answer).toEqual({ kind: 'failed' });
      });
    });

    describe('reopen', () => {
      beforeEach(async () => {
        await claim({ employeeId: 'E-1' });
        await complete();
        await calls.noteGone();
      });

      test('a search that the record still carries goes', async () => {
        await putItem({ ...(await item()), search: searchAttributeOf(search) });

        await reopen();

        expect(await item()).not.toHaveProperty('search');
      });

      test('a reopening that was sent twice succeeds and counts one attempt', async () => {
        const answer = await storeThatSendsTwice().reopen(otherClaimOf(), 'user-1', signal);

        expect(answer).toMatchObject({ kind: 'claimed', record: { attempts: 2 } });
      });
    });

    describe('saveSearch', () => {
      test('a search that was saved twice is saved', async () => {
        await claim();

        const answer = await storeThatSendsTwice().saveSearch(personKey, 1, search, signal);

        expect(answer).toEqual({ kind: 'saved' });
      });
    });

    describe('read', () => {
      test('a read sees every write that was acknowledged before it', async () => {
        const reading = connect();
        const inputs: object[] = [];
        answerInstead(reading, (input) => {
          inputs.push(input);
          return undefined;
        });

        await createUsersTable({ client: reading, tableName: TABLE }).read(personKey, signal);

        expect(inputs).toEqual([expect.objectContaining({ ConsistentRead: true })]);
      });

      test.each([
        ['attempts', { S: 'many' }],
        ['firstAttemptAt', { N: '1.5' }],
        ['leaseUntil', { S: 'soon' }],
        ['requestKey', { N: '1' }],
        ['requestId', { N: '1' }],
        ['messageId', { N: '1' }],
        ['employeeId', { N: '7' }],
        ['state', { S: 'PAUSED' }],
        ['tried', { S: 'asked-1' }],
        ['search', { S: 'page-7' }],
      ])(
        'a record with a wrong %s is refused by the name of the attribute',
        async (name, value) => {
          await putClaimedItemWith({ [name]: value });

          await expect(read()).rejects.toThrow(
            `An item of the users table has no valid "${name}". Fix it, or restore it from a backup.`,
          );
        },
      );

      test('a record with an unknown outcome is refused by the name of the attribute', async () => {
        await claim();
        await complete();
        await putItem({ ...(await item()), outcome: { S: 'guessed' } });

        await expect(read()).rejects.toThrow('no valid "outcome"');
      });

      test('a record without the user id that its state promises is refused', async () => {
        await putClaimedItemWith({ state: { S: 'PROVISIONED' } });

        await expect(read()).rejects.toThrow('no valid "userId"');
      });

      test('attributes that Joiner does not know are ignored', async () => {
        await putClaimedItemWith({ note: { S: 'looked at on Monday' } });

        expect(await read()).toEqual(creating());
      });
    });

    describe('what is stored', () => {
      const attempted = [
        'pk',
        'state',
        'attempts',
        'firstAttemptAt',
        'requestKey',
        'requestId',
        'messageId',
        'employeeId',
        'tried',
      ];

      test('a claimed person is these attributes and no other', async () => {
        await claim({ employeeId: 'E-1' });

        const stored = Object.keys((await item()) ?? {});
        expect(stored.sort()).toEqual([...attempted, 'leaseUntil', 'claimToken'].sort());
      });

      test('a provisioned person is these attributes and no other', async () => {
        await claim({ employeeId: 'E-1' });
        await complete();

        const stored = Object.keys((await item()) ?? {});
        expect(stored.sort()).toEqual(
          [...attempted, 'userId', 'outcome', 'asked', 'actual', 'completedAt'].sort(),
        );
      });

      test('a failed person is these attributes and no other', async () => {
        await claim({ employeeId: 'E-1' });
        await fail();

        const stored = Object.keys((await item()) ?? {});
        expect(stored.sort()).toEqual([...attempted, 'reasonCode', 'reason', 'failedAt'].sort());
      });

      test.each([
        ['claimed', () => otherClaim()],
        ['completed', () => complete()],
      ])('the reason of a failed person goes when they are %s', async (_, transition) => {
        await claim();
        await fail();

        await transition();

        expect(Object.keys((await item()) ?? {})).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/^(reason|failed)/)]),
        );
      });

      test('times are epoch milliseconds', async () => {
        await claim();

        expect(await item()).toMatchObject({
          firstAttemptAt: { N: String(NOW) },
          leaseUntil: { N: String(LEASE_UNTIL) },
        });
      });
    });

    describe('what it costs', () => {
      test('a new hire costs two writes and no read', async () => {
        await claim();
        await complete();

        expect(operations).toEqual(['UpdateItem', 'UpdateItem']);
      });

      test('a refused claim costs one write and no read', async () => {
        await claim();
        operations.length = 0;

        await otherClaim();

        expect(operations).toEqual(['UpdateItem']);
      });

      test.each([
        ['a refused completion', () => complete({ userId: 'user-2' })],
        ['a refused failure', () => fail()],
        ['a refused search', () => saveSearch(1)],
        ['a refused reopening', () => reopen({}, 'user-0')],
        ['a reopening', () => reopen()],
      ])('%s costs one write and no read', async (_, transition) => {
        await claim();
        await complete();
        operations.length = 0;

        await transition();

        expect(operations).toEqual(['UpdateItem']);
      });

      test.each([
        ['a failure', () => fail()],
        ['a search', () => saveSearch(1)],
      ])('%s costs one write and no read', async (_, transition) => {
        await claim();
        operations.length = 0;

        await transition();

        expect(operations).toEqual(['UpdateItem']);
      });
    });

    describe('trouble', () => {
      test.each([
        ['claim', (away: ReturnType<typeof store>) => away.claim(claimOf(), signal)],
        ['complete', (away: ReturnType<typeof store>) => away.complete(completionOf(), signal)],
        ['fail', (away: ReturnType<typeof store>) => away.fail(failureOf(), signal)],
        ['reopen', (away: ReturnType<typeof store>) => away.reopen(claimOf(), 'user-1', signal)],
        [
          'saveSearch',
          (away: ReturnType<typeof store>) => away.saveSearch(personKey, 1, search, signal),
        ],
        ['read', (away: ReturnType<typeof store>) => away.read(personKey, signal)],
      ])('%s throws what DynamoDB says when it is no failed condition', async (_, call) => {
        const away = createUsersTable({ client, tableName: 'no-such-table' });

        await expect(call(away)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
      });

      test('an aborted signal stops a call', async () => {
        const aborted = AbortSignal.abort();

        await expect(store().claim(claimOf(), aborted)).rejects.toMatchObject({
          name: 'AbortError',
        });
        expect(await item()).toBeUndefined();
      });
    });
  });
}

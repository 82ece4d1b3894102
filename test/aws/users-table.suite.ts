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
import type { Claim, Completion, Failure } from '../../src/provisioning/ports.ts';
import type { CreatingRecord } from '../../src/provisioning/record.ts';
import {
  answerInstead,
  recordOperations,
  sendEverythingTwice,
} from '../support/client-middleware.ts';
import { createTable } from '../support/create-table.ts';

const TABLE = 'joiner-users';
const NOW = Date.parse('2026-03-02T08:00:00Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const LEASE_UNTIL = NOW + 55 * SECOND;
const signal = new AbortController().signal;

const search = {
  messageId: 'message-1',
  after: 'conflict',
  attempts: 1,
  position: 'page-7',
  wholeSearches: 1,
  waits: 3,
} as const;

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

    function claimOf(overrides: Partial<Claim> = {}): Claim {
      return {
        personKey,
        requestKey: 'request-key-1',
        requestId: 'request-1',
        messageId: 'message-1',
        askedDigest: 'asked-1',
        nowMs: NOW,
        leaseUntilMs: LEASE_UNTIL,
        reclaimOwn: true,
        ...overrides,
      };
    }

    /** A claim by another message about the same person, one second later. */
    function otherClaimOf(overrides: Partial<Claim> = {}): Claim {
      return claimOf({
        requestKey: 'request-key-2',
        requestId: 'request-2',
        messageId: 'message-2',
        askedDigest: 'asked-2',
        nowMs: NOW + SECOND,
        leaseUntilMs: LEASE_UNTIL + SECOND,
        ...overrides,
      });
    }

    function completionOf(overrides: Partial<Completion> = {}): Completion {
      return {
        personKey,
        userId: 'user-1',
        outcome: 'created',
        requestKey: 'request-key-1',
        requestId: 'request-1',
        askedDigest: 'asked-1',
        actualDigest: 'actual-1',
        completedAtMs: NOW + 2 * SECOND,
        ...overrides,
      };
    }

    function failureOf(overrides: Partial<Failure> = {}): Failure {
      return {
        personKey,
        attempts: 1,
        reason: { code: 'refused-by-target', message: 'The directory refused the request.' },
        failedAtMs: NOW + 3 * SECOND,
        ...overrides,
      };
    }

    const creating = (overrides: Partial<CreatingRecord> = {}): CreatingRecord => ({
      state: 'CREATING',
      personKey,
      attempts: 1,
      firstAttemptAtMs: NOW,
      leaseUntilMs: LEASE_UNTIL,
      requestKey: 'request-key-1',
      requestId: 'request-1',
      messageId: 'message-1',
      triedDigests: new Set(['asked-1']),
      ...overrides,
    });

    const claim = (overrides?: Partial<Claim>) => store().claim(claimOf(overrides), signal);
    const otherClaim = (overrides?: Partial<Claim>) =>
      store().claim(otherClaimOf(overrides), signal);
    const complete = (overrides?: Partial<Completion>) =>
      store().complete(completionOf(overrides), signal);
    const fail = (overrides?: Partial<Failure>) => store().fail(failureOf(overrides), signal);
    const reopen = (overrides?: Partial<Claim>, goneUserId = 'user-1') =>
      store().reopen(otherClaimOf(overrides), goneUserId, signal);
    const read = () => store().read(personKey, signal);

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

    describe('claim', () => {
      test('a person without a record is claimed', async () => {
        const answer = await claim();

        expect(answer).toEqual({ kind: 'claimed', record: creating() });
      });

      test('a claim keeps the employee id', async () => {
        const answer = await claim({ employeeId: 'E-1' });

        expect(answer).toEqual({ kind: 'claimed', record: creating({ employeeId: 'E-1' }) });
      });

      test('of two claims at once exactly one wins', async () => {
        const answers = await Promise.all([claim(), otherClaim()]);

        expect(answers.map(({ kind }) => kind).sort()).toEqual(['claimed', 'refused']);
      });

      test('a claim under the lease of another message is refused with the record that stands there', async () => {
        await claim();

        const answer = await otherClaim();

        expect(answer).toEqual({ kind: 'refused', record: creating() });
        expect(await read()).toEqual(creating());
      });

      test('a lease holds until its last millisecond', async () => {
        await claim();

        const answer = await otherClaim({ nowMs: LEASE_UNTIL - 1 });

        expect(answer.kind).toBe('refused');
      });

      test('a lease is over at the millisecond that it names', async () => {
        await claim();

        const answer = await otherClaim({ nowMs: LEASE_UNTIL });

        expect(answer.kind).toBe('claimed');
      });

      test('a lease exactly 16 minutes ahead holds', async () => {
        await claim({ leaseUntilMs: NOW + 16 * MINUTE });

        const answer = await otherClaim({ nowMs: NOW });

        expect(answer.kind).toBe('refused');
      });

      test('a lease more than 16 minutes ahead counts as over, for its clock was wrong', async () => {
        await claim({ leaseUntilMs: NOW + 16 * MINUTE + 1 });

        const answer = await otherClaim({ nowMs: NOW });

        expect(answer.kind).toBe('claimed');
      });

      test('the next claim counts an attempt, keeps when the first one was, and adds its digest to those tried', async () => {
        await claim({ employeeId: 'E-1' });

        const answer = await otherClaim({ nowMs: LEASE_UNTIL, leaseUntilMs: LEASE_UNTIL + MINUTE });

        expect(answer).toEqual({
          kind: 'claimed',
          record: creating({
            attempts: 2,
            leaseUntilMs: LEASE_UNTIL + MINUTE,
            requestKey: 'request-key-2',
            requestId: 'request-2',
            messageId: 'message-2',
            employeeId: 'E-1',
            triedDigests: new Set(['asked-1', 'asked-2']),
          }),
        });
      });

      test('the same message claims again under its own lease where the directory prevents twins', async () => {
        await claim();

        const answer = await claim({ nowMs: NOW + SECOND, reclaimOwn: true });

        expect(answer).toEqual({ kind: 'claimed', record: creating({ attempts: 2 }) });
      });

      test('the same message waits for its own lease where the directory does not prevent twins', async () => {
        await claim();

        const answer = await claim({ nowMs: NOW + SECOND, reclaimOwn: false });

        expect(answer).toEqual({ kind: 'refused', record: creating() });
      });

      test('a record that another message failed is claimed, and its reason goes', async () => {
        await claim();
        await fail();

        const answer = await otherClaim();

        expect(answer).toEqual({
          kind: 'claimed',
          record: creating({
            attempts: 2,
            leaseUntilMs: LEASE_UNTIL + SECOND,
            requestKey: 'request-key-2',
            requestId: 'request-2',
            messageId: 'message-2',
            triedDigests: new Set(['asked-1', 'asked-2']),
          }),
        });
        expect(Object.keys((await item()) ?? {})).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/^(reason|failed)/)]),
        );
      });

      test('a message that failed its record meets it again: refused', async () => {
        await claim();
        await fail();

        const answer = await claim();

        expect(answer).toMatchObject({ kind: 'refused', record: { state: 'FAILED' } });
      });

      test('a provisioned person is never claimed, even when every lease is long over', async () => {
        await claim();
        await complete();

        const answer = await otherClaim({ nowMs: NOW + 365 * 24 * 60 * MINUTE });

        expect(answer).toMatchObject({ kind: 'refused', record: { state: 'PROVISIONED' } });
      });

      test('another employee id never claims, even when the lease is over', async () => {
        await claim({ employeeId: 'E-1' });

        const answer = await otherClaim({ employeeId: 'E-2', nowMs: LEASE_UNTIL });

        expect(answer).toEqual({ kind: 'refused', record: creating({ employeeId: 'E-1' }) });
      });

      test('another employee id never claims, even when the record has failed', async () => {
        await claim({ employeeId: 'E-1' });
        await fail();

        const answer = await otherClaim({ employeeId: 'E-2' });

        expect(answer).toMatchObject({ kind: 'refused', record: { employeeId: 'E-1' } });
      });

      test('another employee id never claims, even in the same message', async () => {
        await claim({ employeeId: 'E-1' });

        const answer = await claim({ employeeId: 'E-2' });

        expect(answer).toMatchObject({ kind: 'refused', record: { employeeId: 'E-1' } });
      });

      test('a record without an employee id takes that of the next claim', async () => {
        await claim();

        const answer = await otherClaim({ employeeId: 'E-2', nowMs: LEASE_UNTIL });

        expect(answer).toMatchObject({ kind: 'claimed', record: { employeeId: 'E-2' } });
      });

      test('the same employee id claims once the lease is over', async () => {
        await claim({ employeeId: 'E-1' });

        const answer = await otherClaim({ employeeId: 'E-1', nowMs: LEASE_UNTIL });

        expect(answer.kind).toBe('claimed');
      });

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
      const provisioned = {
        state: 'PROVISIONED',
        attempts: 1,
        firstAttemptAtMs: NOW,
        userId: 'user-1',
        outcome: 'created',
        requestKey: 'request-key-1',
        requestId: 'request-1',
        messageId: 'message-1',
        askedDigest: 'asked-1',
        actualDigest: 'actual-1',
        completedAtMs: NOW + 2 * SECOND,
        triedDigests: new Set(['asked-1']),
      };

      test('a claimed person is provisioned', async () => {
        await claim();

        const answer = await complete();

        expect(answer).toEqual({ kind: 'completed', record: { ...provisioned, personKey } });
        expect(await read()).toEqual({ ...provisioned, personKey });
      });

      test('a completion keeps the employee id that it carries', async () => {
        await claim();

        const answer = await complete({ employeeId: 'E-1' });

        expect(answer).toMatchObject({ kind: 'completed', record: { employeeId: 'E-1' } });
      });

      test('a completion without an employee id leaves the one of the record', async () => {
        await claim({ employeeId: 'E-1' });

        const answer = await complete();

        expect(answer).toMatchObject({ kind: 'completed', record: { employeeId: 'E-1' } });
      });

      test('a completion takes a record that another message holds', async () => {
        await claim();
        await otherClaim({ nowMs: LEASE_UNTIL });

        const answer = await complete();

        expect(answer).toEqual({
          kind: 'completed',
          record: {
            ...provisioned,
            personKey,
            attempts: 2,
            messageId: 'message-2',
            triedDigests: new Set(['asked-1', 'asked-2']),
          },
        });
      });

      test('a completion takes a record that has failed, and its reason goes', async () => {
        await claim();
        await fail();

        const answer = await complete();

        expect(answer).toEqual({ kind: 'completed', record: { ...provisioned, personKey } });
        expect(Object.keys((await item()) ?? {})).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/^(reason|failed)/)]),
        );
      });

      test('a completion never writes over another user id', async () => {
        await claim();
        await complete();

        const answer = await complete({ userId: 'user-2', requestKey: 'request-key-2' });

        expect(answer).toEqual({ kind: 'refused', record: { ...provisioned, personKey } });
        expect(await read()).toEqual({ ...provisioned, personKey });
      });

      test.each([
        ['another request', { requestKey: 'request-key-2' }],
        ['other content', { askedDigest: 'asked-2' }],
        ['another outcome', { outcome: 'recovered' as const }],
        ['another time', { completedAtMs: NOW + MINUTE }],
      ])(
        'a completion of the same user id with %s is refused with the record that stands there',
        async (_, overrides) => {
          await claim();
          await complete();

          const answer = await complete(overrides);

          expect(answer).toEqual({ kind: 'refused', record: { ...provisioned, personKey } });
        },
      );

      test('a record that names a user id is never completed, whatever its state', async () => {
        await putClaimedItemWith({ userId: { S: 'user-0' } });

        const answer = await complete();

        expect(answer).toEqual({ kind: 'refused', record: creating() });
        expect(await item()).toMatchObject({ userId: { S: 'user-0' } });
      });

      test('a completion of a person without a record is refused', async () => {
        const answer = await complete();

        expect(answer).toEqual({ kind: 'refused', record: undefined });
        expect(await item()).toBeUndefined();
      });

      test('of two completions at once with different user ids exactly one wins', async () => {
        await claim();

        const answers = await Promise.all([complete(), complete({ userId: 'user-2' })]);

        expect(answers.map(({ kind }) => kind).sort()).toEqual(['completed', 'refused']);
      });

      test('a completion that was sent twice succeeds', async () => {
        await claim();

        const answer = await storeThatSendsTwice().complete(completionOf(), signal);

        expect(answer).toEqual({ kind: 'completed', record: { ...provisioned, personKey } });
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
      test('a claimed person fails with the reason', async () => {
        await claim();

        const answer = await fail();

        expect(answer).toEqual({ kind: 'failed' });
        expect(await read()).toEqual({
          state: 'FAILED',
          personKey,
          attempts: 1,
          firstAttemptAtMs: NOW,
          requestKey: 'request-key-1',
          requestId: 'request-1',
          messageId: 'message-1',
          triedDigests: new Set(['asked-1']),
          reasonCode: 'refused-by-target',
          reason: 'The directory refused the request.',
          failedAtMs: NOW + 3 * SECOND,
        });
      });

      test('an older attempt never fails a newer one', async () => {
        await claim();
        await otherClaim({ nowMs: LEASE_UNTIL });

        const answer = await fail({ attempts: 1 });

        expect(answer).toMatchObject({
          kind: 'refused',
          record: { state: 'CREATING', attempts: 2 },
        });
      });

      test('a provisioned person never fails', async () => {
        await claim();
        await complete();

        const answer = await fail();

        expect(answer).toMatchObject({ kind: 'refused', record: { state: 'PROVISIONED' } });
      });

      test.each([
        ['at other attempts', { attempts: 2 }],
        ['for another reason', { reason: { code: 'account-disabled', message: 'Disabled.' } }],
        ['at another time', { failedAtMs: NOW + MINUTE }],
      ])('a person who has failed does not fail again %s', async (_, overrides) => {
        await claim();
        await fail();

        const answer = await fail(overrides);

        expect(answer).toMatchObject({
          kind: 'refused',
          record: { state: 'FAILED', attempts: 1, failedAtMs: NOW + 3 * SECOND },
        });
      });

      test('a person without a record does not fail', async () => {
        const answer = await fail();

        expect(answer).toEqual({ kind: 'refused', record: undefined });
        expect(await item()).toBeUndefined();
      });

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
      });

      test('a person whose account is gone is claimed anew, with nothing of the old attempts but their count', async () => {
        const answer = await reopen();

        const reopened = creating({
          attempts: 2,
          firstAttemptAtMs: NOW + SECOND,
          leaseUntilMs: LEASE_UNTIL + SECOND,
          requestKey: 'request-key-2',
          requestId: 'request-2',
          messageId: 'message-2',
          employeeId: 'E-1',
          triedDigests: new Set(['asked-2']),
        });
        expect(answer).toEqual({ kind: 'claimed', record: reopened });
        expect(await read()).toEqual(reopened);
      });

      test('a search that the record still carries goes', async () => {
        await putItem({ ...(await item()), search: searchAttributeOf(search) });

        await reopen();

        expect(await item()).not.toHaveProperty('search');
      });

      test('a reopened person is completed with the new user id', async () => {
        await reopen();

        const answer = await complete({ userId: 'user-2' });

        expect(answer).toMatchObject({ kind: 'completed', record: { userId: 'user-2' } });
      });

      test('a person whose record names another user id than the gone one is not reopened', async () => {
        const answer = await reopen({}, 'user-0');

        expect(answer).toMatchObject({ kind: 'refused', record: { userId: 'user-1' } });
      });

      test('of two that reopen at once exactly one wins', async () => {
        const answers = await Promise.all([reopen(), reopen({ messageId: 'message-3' })]);

        expect(answers.map(({ kind }) => kind).sort()).toEqual(['claimed', 'refused']);
      });

      test('another employee id never reopens', async () => {
        const answer = await reopen({ employeeId: 'E-2' });

        expect(answer).toMatchObject({ kind: 'refused', record: { state: 'PROVISIONED' } });
      });

      test('the same employee id reopens', async () => {
        const answer = await reopen({ employeeId: 'E-1' });

        expect(answer.kind).toBe('claimed');
      });

      test('a reopening that was sent twice succeeds and counts one attempt', async () => {
        const answer = await storeThatSendsTwice().reopen(otherClaimOf(), 'user-1', signal);

        expect(answer).toMatchObject({ kind: 'claimed', record: { attempts: 2 } });
      });

      test('the record of a person that is deleted meanwhile is nobody’s to reopen', async () => {
        personKey = `user#${randomUUID()}`;

        await expect(reopen()).rejects.toThrow('without a record');
      });
    });

    describe('saveSearch', () => {
      const saveSearch = (attempts: number, progress = search) =>
        store().saveSearch(personKey, attempts, progress, signal);

      test('how far the directory was searched is kept', async () => {
        await claim();

        const answer = await saveSearch(1);

        expect(answer).toEqual({ kind: 'saved' });
        expect(await read()).toEqual(creating({ search }));
      });

      test('a search that starts anew leaves no position behind', async () => {
        await claim();
        await saveSearch(1);
        const { position: _, ...anew } = search;

        await store().saveSearch(personKey, 1, anew, signal);

        expect(await read()).toEqual(creating({ search: anew }));
      });

      test('the next claim keeps how far the directory was searched', async () => {
        await claim();
        await saveSearch(1);

        const answer = await claim();

        expect(answer).toEqual({ kind: 'claimed', record: creating({ attempts: 2, search }) });
      });

      test('an older attempt does not move the search of a newer one', async () => {
        await claim();
        await claim();

        const answer = await saveSearch(1);

        expect(answer).toEqual({ kind: 'refused' });
        expect(await read()).toEqual(creating({ attempts: 2 }));
      });

      test('a provisioned person is not searched for', async () => {
        await claim();
        await complete();

        expect(await saveSearch(1)).toEqual({ kind: 'refused' });
      });

      test('a search that was saved twice is saved', async () => {
        await claim();

        const answer = await storeThatSendsTwice().saveSearch(personKey, 1, search, signal);

        expect(answer).toEqual({ kind: 'saved' });
      });

      test.each([
        ['is provisioned', () => complete()],
        ['fails', () => fail()],
      ])('the search position goes when the person %s', async (_, end) => {
        await claim();
        await saveSearch(1);

        await end();

        expect(await item()).not.toHaveProperty('search');
      });
    });

    describe('read', () => {
      test('a read sees every write that was answered before it', async () => {
        const reading = connect();
        const inputs: object[] = [];
        answerInstead(reading, (input) => {
          inputs.push(input);
          return undefined;
        });

        await createUsersTable({ client: reading, tableName: TABLE }).read(personKey, signal);

        expect(inputs).toEqual([expect.objectContaining({ ConsistentRead: true })]);
      });

      test('a person without a record has none', async () => {
        expect(await read()).toBeUndefined();
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
            `An item of the users table has no valid "${name}". Mend it, or restore it from a backup.`,
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
        ['a refused search', () => store().saveSearch(personKey, 1, search, signal)],
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
        ['a search', () => store().saveSearch(personKey, 1, search, signal)],
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

import { describe, expect, test } from '@jest/globals';
import { searchAttributeOf } from '../../../src/aws/user-item.ts';
import { EXPIRES_AT, LEASE_UNTIL, NOW, search } from '../users-store/store-calls.ts';
import type { TableHarness } from './table-harness.ts';

/** The attributes of an item. */
export function describeItems(table: TableHarness): void {
  const { calls, item, personKey, putItem, putClaimedItemWith } = table;
  const { claim, otherClaim, complete, fail, reopen, creating } = calls;

  describe('what is stored', () => {
    const attempted = [
      'pk',
      'state',
      'attempts',
      'firstAttemptAt',
      'openSince',
      'requestKey',
      'requestId',
      'messageId',
      'employeeKey',
      'tried',
    ];

    test('a claimed person is these attributes and no other', async () => {
      await claim({ employeeKey: 'E-1' });

      const stored = Object.keys((await item()) ?? {});
      expect(stored.sort()).toEqual([...attempted, 'leaseUntil', 'claimToken'].sort());
    });

    test('a provisioned person is these attributes and no other', async () => {
      await claim({ employeeKey: 'E-1' });
      await complete({ claimedEmployeeKey: 'E-1', userNameForm: 'address' });

      const stored = Object.keys((await item()) ?? {});
      expect(stored.sort()).toEqual(
        [
          ...attempted,
          'userId',
          'userNameForm',
          'outcome',
          'asked',
          'actual',
          'completedAt',
        ].sort(),
      );
    });

    test('a failed person is these attributes and no other', async () => {
      await claim({ employeeKey: 'E-1' });
      await fail();

      const stored = Object.keys((await item()) ?? {});
      expect(stored.sort()).toEqual([...attempted, 'reasonCode', 'reason', 'failedAt'].sort());
    });

    test.each([
      ['claimed', () => otherClaim({ nowMs: NOW + 4_000 })],
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

  describe('what DynamoDB deletes by its TTL', () => {
    const pointer = () => item(calls.pointerOf().employeeKey);
    const other = { personKey: 'user#other' };
    const expiresAt = { N: String(EXPIRES_AT) };

    test('is a record whose account was seen gone', async () => {
      await claim();
      await complete();

      await calls.noteGone({ expiresAtEpochSeconds: EXPIRES_AT });

      expect(await item()).toMatchObject({ expiresAt });
    });

    test('is not a record that was reopened', async () => {
      await claim({ employeeKey: 'E-1' });
      await complete({ claimedEmployeeKey: 'E-1' });
      await calls.noteGone({ expiresAtEpochSeconds: EXPIRES_AT });

      await reopen();

      expect(await item()).not.toHaveProperty('expiresAt');
    });

    test.each(['1', '0'])('is the pointer to such a record, by attempt %s', async (attempt) => {
      await calls.point({ attempt: `${NOW}-${attempt}` });

      await calls.expirePointer();

      expect(await pointer()).toMatchObject({ expiresAt });
    });

    test('is not a pointer that a reopened record has set since', async () => {
      await calls.point({ attempt: `${NOW + 1}-2` });

      await calls.expirePointer();

      expect(await pointer()).not.toHaveProperty('expiresAt');
    });

    test('is not the pointer to another person', async () => {
      await calls.point(other);

      await calls.expirePointer();

      expect(await pointer()).not.toHaveProperty('expiresAt');
    });

    test('is no pointer that was never set', async () => {
      await calls.expirePointer();

      expect(await pointer()).toBeUndefined();
    });

    test('is not a pointer that was set again', async () => {
      await calls.point();
      await calls.expirePointer();

      await calls.point();

      expect(await pointer()).not.toHaveProperty('expiresAt');
    });

    test('is not a pointer that was taken from a record that is not there', async () => {
      await calls.point(other);
      await calls.expirePointer(other);

      await calls.pointOver(calls.pointerOf(other));

      expect(await pointer()).toMatchObject({ personKey: { S: personKey() } });
      expect(await pointer()).not.toHaveProperty('expiresAt');
    });
  });

  describe('what no transition leaves, but an item may hold', () => {
    test('a record that names a user id is never completed, whatever its state', async () => {
      await putClaimedItemWith({ userId: { S: 'user-0' } });

      const answer = await complete();

      expect(answer).toEqual({ kind: 'refused', record: creating() });
      expect(await item()).toMatchObject({ userId: { S: 'user-0' } });
    });

    test('a reopened record says nothing of the user name of the account that is gone', async () => {
      await claim();
      await complete({ claimedEmployeeKey: 'E-1', userNameForm: 'address' });
      await calls.noteGone();

      await reopen();

      expect(await item()).not.toHaveProperty('userNameForm');
    });

    test('a search that the record still carries goes when it is reopened', async () => {
      await claim({ employeeKey: 'E-1' });
      await complete({ claimedEmployeeKey: 'E-1' });
      await calls.noteGone();
      await putItem({ ...(await item()), search: searchAttributeOf(search) });

      await reopen();

      expect(await item()).not.toHaveProperty('search');
    });
  });
}

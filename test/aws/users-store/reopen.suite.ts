import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  EXPIRES_AT,
  GONE_SEEN_AT,
  LEASE_UNTIL,
  NOW,
  SECOND,
  type StoreCalls,
} from './store-calls.ts';

/** A person whose account is gone is claimed anew, once. */
export function describeReopen(calls: StoreCalls): void {
  const { claim, complete, noteGone, reopen, read, creating } = calls;

  describe('reopen', () => {
    beforeEach(async () => {
      await claim({ employeeKey: 'E-1' });
      await complete({
        claimedEmployeeKey: 'E-1',
        profileDigests: new Set(['d-1']),
        pending: new Set(['manager']),
      });
      await noteGone({ expiresAtEpochSeconds: EXPIRES_AT });
    });

    test('a person whose account is gone is claimed again, with nothing of the old attempts but their count', async () => {
      const answer = await reopen();

      const reopened = creating({
        attempts: 2,
        firstAttemptAtMs: NOW + SECOND,
        openSinceMs: NOW + SECOND,
        leaseUntilMs: LEASE_UNTIL + SECOND,
        requestKey: 'request-key-2',
        requestId: 'request-2',
        messageId: 'message-2',
        employeeKey: 'E-1',
        goneSeenAtMs: GONE_SEEN_AT,
        attemptedDigests: new Set(['asked-2']),
      });
      expect(answer).toEqual({ kind: 'claimed', record: reopened });
      expect(await read()).toEqual(reopened);
    });

    test('an account that is made again has nothing of the profile of the old one', async () => {
      await reopen();
      await complete({ userId: 'user-2', claimedEmployeeKey: 'E-1' });

      expect(await read()).not.toHaveProperty('profileDigests');
      expect(await read()).not.toHaveProperty('pending');
    });

    test('a message that was sent before the account was seen gone does not reopen', async () => {
      const result = await reopen({ sentAtMs: GONE_SEEN_AT });

      expect(result).toMatchObject({ kind: 'refused', record: { state: 'PROVISIONED' } });
    });

    test('a message from before does not claim a reopened person whose lease is over either', async () => {
      await reopen();

      const result = await claim({ messageId: 'message-3', nowMs: LEASE_UNTIL + 2 * SECOND });

      expect(result).toMatchObject({ kind: 'refused', record: { state: 'CREATING' } });
    });

    test('what was seen gone before is another account than the one made again', async () => {
      await reopen();
      await complete({
        userId: 'user-2',
        claimedEmployeeKey: 'E-1',
        completedAtMs: GONE_SEEN_AT + SECOND,
      });
      await noteGone({ userId: 'user-1' });

      expect(await noteGone({ userId: 'user-2' })).toMatchObject({ kind: 'refused' });
      expect(await read()).toMatchObject({ userId: 'user-2', goneSeenAtMs: GONE_SEEN_AT });
    });

    test('a reopened person is completed with the new user id', async () => {
      await reopen();

      const answer = await complete({ userId: 'user-2', claimedEmployeeKey: 'E-1' });

      expect(answer).toMatchObject({ kind: 'completed', record: { userId: 'user-2' } });
    });

    test('a person whose record names another user id than the gone one is not reopened', async () => {
      const answer = await reopen({}, { userId: 'user-0', employeeKey: 'E-1' });

      expect(answer).toMatchObject({ kind: 'refused', record: { userId: 'user-1' } });
    });

    test('of two messages that reopen at once exactly one wins', async () => {
      const answers = await Promise.all([reopen(), reopen({ messageId: 'message-3' })]);

      expect(answers.map(({ kind }) => kind).sort()).toEqual(['claimed', 'refused']);
    });

    test('the next employee at the address reopens', async () => {
      const result = await reopen({ employeeKey: 'E-2' });

      expect(result).toMatchObject({ kind: 'claimed', record: { employeeKey: 'E-2' } });
    });

    test('a record that belongs to another employee by now is not reopened', async () => {
      const result = await reopen({}, { userId: 'user-1', employeeKey: 'E-2' });

      expect(result).toMatchObject({ kind: 'refused', record: { state: 'PROVISIONED' } });
    });

    test('a record that belongs to an employee by now is not reopened as one of no employee', async () => {
      const result = await reopen({}, { userId: 'user-1' });

      expect(result).toMatchObject({ kind: 'refused', record: { state: 'PROVISIONED' } });
    });

    test('the same employee id reopens', async () => {
      const answer = await reopen({ employeeKey: 'E-1' });

      expect(answer.kind).toBe('claimed');
    });

    test('a record that was deleted in the meantime is not reopened', async () => {
      const result = await reopen({ personKey: `user#${randomUUID()}` });

      expect(result).toEqual({ kind: 'refused', record: undefined });
    });
  });
}

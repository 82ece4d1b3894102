import { beforeEach, describe, expect, test } from '@jest/globals';
import { LEASE_UNTIL, search, signal } from '../users-store/store-calls.ts';
import type { TableHarness } from './table-harness.ts';

/** What a write does that the SDK has sent twice. */
export function describeSentTwice(table: TableHarness): void {
  const { calls, personKey, storeThatSendsTwice } = table;
  const { claimOf, otherClaimOf, completionOf, failureOf, creating, provisioned } = calls;
  const { claim, otherClaim, complete, read } = calls;

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

    test('a claim whose first sending counted the account has used its place, although another has claimed since', async () => {
      const inBetween = () => otherClaim({ nowMs: LEASE_UNTIL, place: 'counted-before' });

      const answer = await storeThatSendsTwice(inBetween).claim(
        claimOf({ place: { hour: 7 } }),
        signal,
      );

      expect(answer).toMatchObject({
        kind: 'refused',
        usesPlace: true,
        record: { messageId: 'message-2', countedHour: 7 },
      });
    });

    test('a claim that was sent twice and refused stays refused', async () => {
      await claim();

      const answer = await storeThatSendsTwice().claim(otherClaimOf(), signal);

      expect(answer).toEqual({ kind: 'refused', record: creating() });
    });
  });

  describe('complete', () => {
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

      expect(answer).toEqual({ kind: 'written' });
    });
  });

  describe('reopen', () => {
    beforeEach(async () => {
      await claim({ employeeKey: 'E-1' });
      await complete({ claimedEmployeeKey: 'E-1' });
      await calls.noteGone();
    });

    test('a reopening that was sent twice succeeds and counts one attempt', async () => {
      const answer = await storeThatSendsTwice().reopen(
        otherClaimOf(),
        { userId: 'user-1', employeeKey: 'E-1' },
        signal,
      );

      expect(answer).toMatchObject({ kind: 'claimed', record: { attempts: 2 } });
    });
  });

  describe('saveSearch', () => {
    test('a search that was saved twice is saved', async () => {
      await claim();

      const answer = await storeThatSendsTwice().saveSearch(personKey(), 1, search, signal);

      expect(answer).toEqual({ kind: 'saved' });
    });
  });
}

import { describe, expect, test } from '@jest/globals';
import { LEASE_UNTIL, MINUTE, type StoreCalls } from './store-calls.ts';

const HOUR = { place: { hour: 492_656 } };
const LATER = { place: { hour: 492_657 } };
const WITHOUT = { place: 'counted-before' } as const;

/** Where creations have a limit: a claim counts its account once, and without a place it claims what was counted. */
export function describeClaimWithPlace(calls: StoreCalls): void {
  const { claim, otherClaim, complete, fail, noteGone, reopen, read, creating } = calls;

  describe('a claim with a place of the budget', () => {
    test('counts the account in the hour of the place', async () => {
      const answer = await claim(HOUR);

      expect(answer).toEqual({
        kind: 'claimed',
        usesPlace: true,
        record: creating({ countedHour: 492_656, hasPlace: true }),
      });
      expect(await read()).toEqual(creating({ countedHour: 492_656, hasPlace: true }));
    });

    test('counts an account that was claimed while creations had no limit', async () => {
      await claim();

      expect(await claim(HOUR)).toMatchObject({
        usesPlace: true,
        record: { countedHour: 492_656 },
      });
    });

    test('a second claim uses no place: the account stays counted in the hour of the first', async () => {
      await claim(HOUR);

      const answer = await otherClaim({ ...LATER, nowMs: LEASE_UNTIL });

      expect(answer).toMatchObject({ kind: 'claimed', record: { countedHour: 492_656 } });
      expect(answer).not.toHaveProperty('usesPlace');
    });

    test('a claim that is refused uses no place', async () => {
      await claim(HOUR);

      const answer = await otherClaim(LATER);

      expect(answer).toEqual({
        kind: 'refused',
        record: creating({ countedHour: 492_656, hasPlace: true }),
      });
    });

    test('the account stays counted after its record has failed, and after it is complete', async () => {
      await claim(HOUR);
      await fail();
      const failed = await read();
      await complete();

      expect([failed, await read()]).toMatchObject([
        { state: 'FAILED', countedHour: 492_656 },
        { state: 'PROVISIONED', countedHour: 492_656 },
      ]);
    });
  });

  describe('a claim without a place', () => {
    test('claims no one who has no record', async () => {
      const answer = await claim(WITHOUT);

      expect(answer).toEqual({ kind: 'refused', record: undefined });
      expect(await read()).toBeUndefined();
    });

    test('claims a record that was counted before', async () => {
      await claim(HOUR);

      const answer = await otherClaim({ ...WITHOUT, nowMs: LEASE_UNTIL + MINUTE });

      expect(answer).toMatchObject({
        kind: 'claimed',
        record: { attempts: 2, countedHour: 492_656 },
      });
    });

    test('claims no record that was not counted', async () => {
      await claim();

      const answer = await otherClaim({ ...WITHOUT, nowMs: LEASE_UNTIL + MINUTE });

      expect(answer).toEqual({ kind: 'refused', record: creating() });
    });
  });

  describe('a reopened record', () => {
    test('a record that is reopened counts again, in the hour of the new place', async () => {
      await claim(HOUR);
      await complete();
      await noteGone();

      const answer = await reopen(LATER, { userId: 'user-1' });

      expect(answer).toMatchObject({
        kind: 'claimed',
        usesPlace: true,
        record: { countedHour: 492_657 },
      });
    });

    test('is not counted any more where creations have no limit now', async () => {
      await claim(HOUR);
      await complete();
      await noteGone();

      await reopen({}, { userId: 'user-1' });

      expect(await read()).not.toHaveProperty('countedHour');
    });
  });
}

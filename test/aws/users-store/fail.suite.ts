import { describe, expect, test } from '@jest/globals';
import { LEASE_UNTIL, MINUTE, NOW, SECOND, type StoreCalls } from './store-calls.ts';

/** Only the attempt at hand can fail. */
export function describeFail({
  claim,
  otherClaim,
  complete,
  fail,
  read,
  claimOf,
}: StoreCalls): void {
  describe('fail', () => {
    test('a claimed person fails with the reason', async () => {
      await claim();

      const answer = await fail();

      expect(answer).toEqual({ kind: 'written' });
      expect(await read()).toEqual({
        state: 'FAILED',
        personKey: claimOf().personKey,
        attempts: 1,
        firstAttemptAtMs: NOW,
        openSinceMs: NOW,
        requestKey: 'request-key-1',
        requestId: 'request-1',
        messageId: 'message-1',
        attemptedDigests: new Set(['asked-1']),
        reasonCode: 'refused-by-target',
        reason: 'The directory refused the request.',
        failedAtMs: NOW + 3 * SECOND,
      });
    });

    test('an attempt that certainly made no account does not count as one that may have', async () => {
      await claim();
      await fail({ madeNoAccount: true });
      expect(await read()).not.toHaveProperty('openSinceMs');

      await otherClaim({ nowMs: NOW + MINUTE });
      expect(await read()).toMatchObject({ firstAttemptAtMs: NOW, openSinceMs: NOW + MINUTE });
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

    test('a failure that repeats itself succeeds', async () => {
      await claim();
      await fail();

      const answer = await fail();

      expect(answer).toEqual({ kind: 'written' });
    });

    test('a failure that is an end lets go of the employee id, and counts its attempts as ended', async () => {
      await claim({ employeeKey: 'E-1' });
      await fail({ madeNoAccount: true, freesEmployee: true });

      const record = await read();
      expect(record).toMatchObject({ state: 'FAILED', attemptsWithoutAccount: 1 });
      expect(record).not.toHaveProperty('employeeKey');
    });

    test('any other failure keeps the employee id', async () => {
      await claim({ employeeKey: 'E-1' });
      await fail();

      const record = await read();
      expect(record).toMatchObject({ employeeKey: 'E-1' });
      expect(record).not.toHaveProperty('attemptsWithoutAccount');
    });

    test('a person without a record does not fail', async () => {
      const answer = await fail();

      expect(answer).toEqual({ kind: 'refused', record: undefined });
      expect(await read()).toBeUndefined();
    });
  });
}

import { describe, expect, test } from '@jest/globals';
import { settledAtMsOf } from '../../src/provisioning/erasure.ts';
import { MINUTE, NOW, SECOND, storeCalls } from '../aws/users-store/store-calls.ts';

const { creating, provisioned } = storeCalls(
  () => {
    throw new Error('This test needs no store.');
  },
  () => 'user#1',
);
const LEASE_UNTIL_MS = NOW + 55 * SECOND;
/** No call of an invocation lasts longer. */
const LONGEST_CALL_MS = 16 * MINUTE;

function settled(tokenLifeMs: number, readLagMs: number) {
  return (record: Parameters<typeof settledAtMsOf>[0]) =>
    settledAtMsOf(record, { tokenLifeMs, readLagMs });
}

describe('a record may be erased', () => {
  test('once every call of the last attempt has ended, and reads show what it created', () => {
    const end = LONGEST_CALL_MS + 5 * MINUTE;

    expect(settled(0, 5 * MINUTE)(creating())).toBe(LEASE_UNTIL_MS + end);
    expect(settled(0, 5 * MINUTE)(provisioned({ completedAtMs: NOW }))).toBe(NOW + end);
  });

  test('not before the client token of the last attempt has expired', () => {
    expect(settled(10 * MINUTE, 5 * MINUTE)(creating())).toBe(
      LEASE_UNTIL_MS + LONGEST_CALL_MS + 10 * MINUTE,
    );
  });

  test('when as much time has passed since it failed: an older attempt may have left a call behind', () => {
    const { leaseUntilMs: _, ...attempted } = creating();
    const failed = {
      ...attempted,
      state: 'FAILED',
      reasonCode: 'x',
      reason: '',
      failedAtMs: NOW,
    } as const;

    expect(settled(0, MINUTE)(failed)).toBe(NOW + LONGEST_CALL_MS + MINUTE);
  });
});

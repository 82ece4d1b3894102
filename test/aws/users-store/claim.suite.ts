import { describe, expect, test } from '@jest/globals';
import { LEASE_UNTIL, MINUTE, NOW, SECOND, type StoreCalls } from './store-calls.ts';

/** Who may work on a person, and from when on. */
export function describeClaim({
  claim,
  otherClaim,
  complete,
  fail,
  read,
  creating,
}: StoreCalls): void {
  describe('claim', () => {
    test('a person without a record is claimed', async () => {
      const answer = await claim();

      expect(answer).toEqual({ kind: 'claimed', record: creating() });
    });

    test('a claim keeps the employee id', async () => {
      const answer = await claim({ employeeKey: 'E-1' });

      expect(answer).toEqual({ kind: 'claimed', record: creating({ employeeKey: 'E-1' }) });
    });

    test('of two claims at once exactly one wins', async () => {
      const answers = await Promise.all([claim(), otherClaim()]);

      expect(answers.map(({ kind }) => kind).sort()).toEqual(['claimed', 'refused']);
    });

    test('a claim under the lease of another message is refused with the stored record', async () => {
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
      await claim({ employeeKey: 'E-1' });

      const answer = await otherClaim({ nowMs: LEASE_UNTIL, leaseUntilMs: LEASE_UNTIL + MINUTE });

      expect(answer).toEqual({
        kind: 'claimed',
        record: creating({
          attempts: 2,
          leaseUntilMs: LEASE_UNTIL + MINUTE,
          requestKey: 'request-key-2',
          requestId: 'request-2',
          messageId: 'message-2',
          employeeKey: 'E-1',
          attemptedDigests: new Set(['asked-1', 'asked-2']),
        }),
      });
    });

    test('after fifty requested digests, a claim keeps its own', async () => {
      const hour = 60 * MINUTE;
      const sizes: number[] = [];
      for (let nth = 1; nth <= 52; nth += 1) {
        const nowMs = NOW + nth * hour;
        const messageId = `message-${nth}`;
        const requestedDigest = `asked-${nth}`;
        const claimed = await claim({
          nowMs,
          leaseUntilMs: nowMs + 1,
          messageId,
          requestedDigest,
        });
        sizes.push(claimed.record?.attemptedDigests.size ?? 0);
      }

      expect(sizes.slice(-3)).toEqual([50, 1, 2]);
      expect(await read()).toMatchObject({
        attempts: 52,
        attemptedDigests: new Set(['asked-51', 'asked-52']),
      });
    });

    test('the same message claims again under its own lease where the directory prevents duplicate accounts', async () => {
      await claim();

      const answer = await claim({ nowMs: NOW + SECOND, reclaimOwn: true });

      expect(answer).toEqual({ kind: 'claimed', record: creating({ attempts: 2 }) });
    });

    test('the same message waits for its own lease where the directory does not prevent duplicate accounts', async () => {
      await claim();

      const answer = await claim({ nowMs: NOW + SECOND, reclaimOwn: false });

      expect(answer).toEqual({ kind: 'refused', record: creating() });
    });

    test('a claim from before the failure of another message is refused', async () => {
      await claim();
      await fail();

      const answer = await otherClaim({ nowMs: NOW + SECOND });

      expect(answer).toMatchObject({ kind: 'refused', record: { state: 'FAILED' } });
    });

    test('a record that another message failed is claimed, and its reason goes', async () => {
      await claim();
      await fail();

      const answer = await otherClaim({ nowMs: NOW + 4 * SECOND });

      expect(answer).toEqual({
        kind: 'claimed',
        record: creating({
          attempts: 2,
          leaseUntilMs: LEASE_UNTIL + SECOND,
          requestKey: 'request-key-2',
          requestId: 'request-2',
          messageId: 'message-2',
          attemptedDigests: new Set(['asked-1', 'asked-2']),
        }),
      });
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
      await claim({ employeeKey: 'E-1' });

      const answer = await otherClaim({ employeeKey: 'E-2', nowMs: LEASE_UNTIL });

      expect(answer).toEqual({ kind: 'refused', record: creating({ employeeKey: 'E-1' }) });
    });

    test('another employee id never claims, even when the record has failed', async () => {
      await claim({ employeeKey: 'E-1' });
      await fail();

      const answer = await otherClaim({ employeeKey: 'E-2' });

      expect(answer).toMatchObject({ kind: 'refused', record: { employeeKey: 'E-1' } });
    });

    test('another employee id never claims, even in the same message', async () => {
      await claim({ employeeKey: 'E-1' });

      const answer = await claim({ employeeKey: 'E-2' });

      expect(answer).toMatchObject({ kind: 'refused', record: { employeeKey: 'E-1' } });
    });

    test('a record without an employee id takes that of the next claim', async () => {
      await claim();

      const answer = await otherClaim({ employeeKey: 'E-2', nowMs: LEASE_UNTIL });

      expect(answer).toMatchObject({ kind: 'claimed', record: { employeeKey: 'E-2' } });
    });

    test('the same employee id claims once the lease is over', async () => {
      await claim({ employeeKey: 'E-1' });

      const answer = await otherClaim({ employeeKey: 'E-1', nowMs: LEASE_UNTIL });

      expect(answer.kind).toBe('claimed');
    });
  });
}

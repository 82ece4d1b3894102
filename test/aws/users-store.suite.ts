import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { UsersStore } from '../../src/provisioning/ports.ts';
import { LEASE_UNTIL, MINUTE, NOW, SECOND, search, storeCalls } from '../support/store-calls.ts';

/** The promises of the port, for any users store. `store` gives one that is ready while a test runs. */
export function describeUsersStore(name: string, store: () => UsersStore): void {
  describe(`as a users store, ${name}`, () => {
    let personKey: string;
    const calls = storeCalls(store, () => personKey);
    const { claim, otherClaim, complete, fail, reopen, saveSearch, read } = calls;
    const { creating, provisioned } = calls;

    beforeEach(() => {
      personKey = `user#${randomUUID()}`;
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
    });

    describe('complete', () => {
      test('a claimed person is provisioned', async () => {
        await claim();

        const answer = await complete();

        expect(answer).toEqual({ kind: 'completed', record: provisioned() });
        expect(await read()).toEqual(provisioned());
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
          record: provisioned({
            attempts: 2,
            messageId: 'message-2',
            triedDigests: new Set(['asked-1', 'asked-2']),
          }),
        });
      });

      test('a completion takes a record that has failed, and its reason goes', async () => {
        await claim();
        await fail();

        const answer = await complete();

        expect(answer).toEqual({ kind: 'completed', record: provisioned() });
      });

      test('a completion never writes over another user id', async () => {
        await claim();
        await complete();

        const answer = await complete({ userId: 'user-2', requestKey: 'request-key-2' });

        expect(answer).toEqual({ kind: 'refused', record: provisioned() });
        expect(await read()).toEqual(provisioned());
      });

      test('a completion that repeats itself succeeds', async () => {
        await claim();
        await complete();

        const answer = await complete();

        expect(answer).toEqual({ kind: 'completed', record: provisioned() });
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

          expect(answer).toEqual({ kind: 'refused', record: provisioned() });
        },
      );

      test('a completion of a person without a record is refused', async () => {
        const answer = await complete();

        expect(answer).toEqual({ kind: 'refused', record: undefined });
        expect(await read()).toBeUndefined();
      });

      test('of two completions at once with different user ids exactly one wins', async () => {
        await claim();

        const answers = await Promise.all([complete(), complete({ userId: 'user-2' })]);

        expect(answers.map(({ kind }) => kind).sort()).toEqual(['completed', 'refused']);
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

      test('a failure that repeats itself succeeds', async () => {
        await claim();
        await fail();

        const answer = await fail();

        expect(answer).toEqual({ kind: 'failed' });
      });

      test('a person without a record does not fail', async () => {
        const answer = await fail();

        expect(answer).toEqual({ kind: 'refused', record: undefined });
        expect(await read()).toBeUndefined();
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

      test('the record of a person that is deleted meanwhile is nobody’s to reopen', async () => {
        personKey = `user#${randomUUID()}`;

        await expect(reopen()).rejects.toThrow('without a record');
      });
    });

    describe('saveSearch', () => {
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

        await saveSearch(1, anew);

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

      test.each([
        ['is provisioned', () => complete()],
        ['fails', () => fail()],
      ])('the search position goes when the person %s', async (_, end) => {
        await claim();
        await saveSearch(1);

        await end();

        expect(await read()).not.toHaveProperty('search');
      });
    });

    describe('read', () => {
      test('a person without a record has none', async () => {
        expect(await read()).toBeUndefined();
      });
    });
  });
}

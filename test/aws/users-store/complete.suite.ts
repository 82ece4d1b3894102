import { describe, expect, test } from '@jest/globals';
import { LEASE_UNTIL, MINUTE, NOW, type StoreCalls } from './store-calls.ts';

/** A person is provisioned once, whoever says so. */
export function describeComplete({
  claim,
  otherClaim,
  complete,
  fail,
  read,
  provisioned,
}: StoreCalls): void {
  describe('complete', () => {
    test('a claimed person is provisioned', async () => {
      await claim();

      const answer = await complete();

      expect(answer).toEqual({ kind: 'completed', record: provisioned() });
      expect(await read()).toEqual(provisioned());
    });

    test('the record has who asked for the request that it names', async () => {
      const asked = { senderId: 'sender-2', source: 'bare' };
      await claim({ senderId: 'sender-1', source: 'sns:topic' });

      expect(await read()).toMatchObject({ senderId: 'sender-1', source: 'sns:topic' });
      expect(await complete(asked)).toMatchObject({ kind: 'completed', record: asked });
    });

    test('a completion keeps the employee id that it carries', async () => {
      await claim({ employeeKey: 'E-1' });

      const answer = await complete({ employeeKey: 'E-1', claimedEmployeeKey: 'E-1' });

      expect(answer).toMatchObject({
        kind: 'completed',
        record: { employeeKey: 'E-1', requestEmployeeKey: 'E-1' },
      });
    });

    test('a record that belongs to another employee by now is not completed', async () => {
      await claim({ employeeKey: 'E-1' });

      const result = await complete({ employeeKey: 'E-2', claimedEmployeeKey: 'E-2' });

      expect(result).toMatchObject({ kind: 'refused', record: { state: 'CREATING' } });
    });

    test('a record that belongs to an employee by now is not completed for no employee', async () => {
      await claim({ employeeKey: 'E-1' });

      expect(await complete()).toMatchObject({ kind: 'refused', record: { state: 'CREATING' } });
    });

    test.each(['address', 'local-part'] as const)(
      'a completion keeps that the user name is the %s',
      async (userNameForm) => {
        await claim();

        await complete({ userNameForm });

        expect(await read()).toEqual(provisioned({ userNameForm }));
      },
    );

    test('a completion keeps what is known of the profile', async () => {
      const profile = { profileDigests: new Set(['d-1', 'd-2']), pending: new Set(['manager']) };
      await claim();

      await complete(profile);

      expect(await read()).toEqual(provisioned(profile));
    });

    test('a completion without an employee id leaves the one of the record', async () => {
      await claim({ employeeKey: 'E-1' });

      const answer = await complete({ claimedEmployeeKey: 'E-1' });

      expect(answer).toMatchObject({ kind: 'completed', record: { employeeKey: 'E-1' } });
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
          attemptedDigests: new Set(['asked-1', 'asked-2']),
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
      ['other content', { requestedDigest: 'asked-2' }],
      ['another outcome', { outcome: 'recovered' as const }],
      ['another time', { completedAtMs: NOW + MINUTE }],
    ])(
      'a completion of the same user id with %s is refused with the stored record',
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
}

import { describe, expect, test } from '@jest/globals';
import type { GrantingRecord } from '../../../src/provisioning/record.ts';
import { NOW, SECOND, type StoreCalls } from './store-calls.ts';

const groups = new Set(['group-1', 'group-2']);

/** An account with groups is on record before it has them. */
export function describeFinish({
  claim,
  complete,
  finish,
  noteEmployee,
  noteGone,
  provisioned,
  read,
  reopen,
}: StoreCalls): void {
  const granting = () => ({ ...provisioned(), state: 'GRANTING', groups }) as GrantingRecord;

  describe('finish', () => {
    test('a completed person with groups lacks them until the record is finished', async () => {
      await claim();

      expect(await complete({ groups })).toEqual({ kind: 'completed', record: granting() });
      expect(await finish()).toEqual({ kind: 'finished', record: provisioned({ groups }) });
      expect(await read()).toEqual(provisioned({ groups }));
    });

    test('why a person gets groups stays with the record, and goes when the person is claimed again', async () => {
      const reason = { rulesVersion: 'version-1', appliedRules: new Set([2, 10]) };
      await claim({ employeeKey: 'E-1' });
      await complete({ claimedEmployeeKey: 'E-1', groups, ...reason });

      expect(await finish()).toMatchObject({ kind: 'finished', record: reason });
      await noteGone();
      await reopen();
      await complete({
        userId: 'user-2',
        claimedEmployeeKey: 'E-1',
        completedAtMs: NOW + 20 * SECOND,
      });
      expect(await read()).not.toHaveProperty('rulesVersion');
      expect(await read()).not.toHaveProperty('appliedRules');
    });

    test('a record that another message has finished is finished', async () => {
      await claim();
      await complete({ groups });
      await finish();

      expect(await finish()).toEqual({ kind: 'finished', record: provisioned({ groups }) });
    });

    test.each([
      ['account', { userId: 'user-0' }],
      ['completion', { completedAtMs: NOW }],
    ])('a record of another %s is not finished', async (_, other) => {
      await claim();
      await complete({ groups });

      expect(await finish(other)).toEqual({ kind: 'refused' });
      expect(await read()).toEqual(granting());
    });

    test('a person who was claimed again is not finished', async () => {
      await claim({ employeeKey: 'E-1' });
      await complete({ claimedEmployeeKey: 'E-1', groups });
      await noteGone();
      await reopen();

      expect(await finish()).toEqual({ kind: 'refused' });
    });

    test('a person without a record is not finished', async () => {
      expect(await finish()).toEqual({ kind: 'refused' });
    });

    test('an account that lacks groups is noted as gone, and its person claimed again without them', async () => {
      await claim({ employeeKey: 'E-1' });
      await complete({ claimedEmployeeKey: 'E-1', groups });

      expect(await noteGone()).toMatchObject({ kind: 'noted', record: { state: 'GRANTING' } });
      expect(await reopen()).toMatchObject({ kind: 'claimed' });
      await complete({
        userId: 'user-2',
        claimedEmployeeKey: 'E-1',
        completedAtMs: NOW + 20 * SECOND,
      });
      expect(await read()).toMatchObject({ state: 'PROVISIONED', userId: 'user-2' });
      expect(await read()).not.toHaveProperty('groups');
    });

    test('a record whose account lacks groups learns an employee id', async () => {
      await claim();
      await complete({ groups });

      expect(await noteEmployee()).toMatchObject({
        kind: 'noted',
        record: { state: 'GRANTING', employeeKey: 'E-1' },
      });
    });
  });
}

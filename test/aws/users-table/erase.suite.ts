import { beforeEach, describe, expect, test } from '@jest/globals';
import { LEASE_UNTIL, NOW } from '../users-store/store-calls.ts';
import type { TableHarness } from './table-harness.ts';

/** A record that an operator erases, as it was shown. */
export function describeErase(table: TableHarness): void {
  const { calls, erase, eraseTwice, item, operations } = table;
  const { claim, otherClaim, complete, fail, noteEmployee, creating, provisioned, read } = calls;

  describe('erase', () => {
    beforeEach(async () => {
      await claim();
    });

    test('nothing is left of a record that is as it was shown, after one call', async () => {
      await complete();
      operations().length = 0;

      expect(await erase(provisioned())).toEqual({ kind: 'erased' });
      expect(operations()).toEqual(['DeleteItem']);
      expect(await item()).toBeUndefined();
    });

    test('a record with an employee id goes too', async () => {
      await complete();
      await noteEmployee();

      expect(await erase(provisioned({ employeeKey: 'E-1' }))).toEqual({ kind: 'erased' });
      expect(await item()).toBeUndefined();
    });

    test('a record that was claimed again since stays', async () => {
      await otherClaim({ nowMs: LEASE_UNTIL });

      expect(await erase(creating())).toMatchObject({ kind: 'changed', record: { attempts: 2 } });
      expect(await read()).toMatchObject({ attempts: 2 });
    });

    test('a record that was completed since stays', async () => {
      await complete();

      expect(await erase(creating())).toEqual({ kind: 'changed', record: provisioned() });
      expect(await read()).toEqual(provisioned());
    });

    test('a record that failed since stays', async () => {
      await fail();

      expect(await erase(creating())).toMatchObject({
        kind: 'changed',
        record: { state: 'FAILED' },
      });
    });

    test('a record that learned an employee id since stays', async () => {
      await complete();
      await noteEmployee();

      expect(await erase(provisioned())).toMatchObject({
        kind: 'changed',
        record: { employeeKey: 'E-1' },
      });
    });

    test('a record that was erased and made again since stays', async () => {
      await erase(creating());
      await claim({ nowMs: NOW + 1 });

      expect(await erase(creating())).toMatchObject({ kind: 'changed', record: { attempts: 1 } });
    });

    test('a record that is gone already is erased', async () => {
      await erase(creating());

      expect(await erase(creating())).toEqual({ kind: 'erased' });
    });

    test('an erasure that was sent twice succeeds', async () => {
      expect(await eraseTwice(creating())).toEqual({ kind: 'erased' });
    });
  });
}

import { beforeEach, describe, expect, test } from '@jest/globals';
import type { EmployeePointer, UserRecord } from '../../../src/provisioning/record.ts';
import { LEASE_UNTIL, NOW, SECOND } from '../users-store/store-calls.ts';
import type { TableHarness } from './table-harness.ts';

/** The writes by which an operator gives a record to another employee id. */
export function describeReassign(table: TableHarness): void {
  const { calls, take, takeTwice, pointer, held, operations } = table;
  const { claim, otherClaim, complete, fail, point, pointerOf, noteEmployee, read } = calls;
  const { creating, provisioned } = calls;
  const elsewhere = { personKey: 'user#other' };
  const later = { pointedAtMs: NOW + SECOND };
  const own = (): EmployeePointer => pointerOf({ attempt: `${NOW}-0`, pointedAtMs: NOW + 60_000 });

  describe('the pointer that an operator sets', () => {
    test('is set where the employee id points to no one, by one call', async () => {
      expect(await take({ kind: 'point', pointer: own() })).toBe('written');
      expect(operations()).toEqual(['UpdateItem']);
      expect(await pointer(own().employeeKey)).toEqual(own());
    });

    test('takes the place of the one that was shown', async () => {
      await point(elsewhere);

      const step = { kind: 'point', pointer: own(), shown: pointerOf(elsewhere) } as const;
      expect(await take(step)).toBe('written');
      expect(await pointer(own().employeeKey)).toEqual(own());
    });

    test('is not set over one that was not shown', async () => {
      await point(elsewhere);

      expect(await take({ kind: 'point', pointer: own() })).toBe('changed');
      expect(await pointer(own().employeeKey)).toEqual(pointerOf(elsewhere));
    });

    test('is not set where the same attempt has pointed again since', async () => {
      await point({ ...elsewhere, ...later });

      const step = { kind: 'point', pointer: own(), shown: pointerOf(elsewhere) } as const;
      expect(await take(step)).toBe('changed');
    });

    test('is set where it was sent twice', async () => {
      expect(await takeTwice({ kind: 'point', pointer: own() })).toBe('written');
    });
  });

  describe('the pointer that an operator frees', () => {
    test('points to no one, and to the next person who points', async () => {
      await point();

      expect(await take({ kind: 'free', pointer: pointerOf() })).toBe('written');
      expect(await pointer(pointerOf().employeeKey)).toBeUndefined();
      expect(await point(elsewhere)).toEqual({ kind: 'pointed' });
    });

    test('stays where the same attempt has pointed again since', async () => {
      await point(later);

      expect(await take({ kind: 'free', pointer: pointerOf() })).toBe('changed');
      expect(await pointer(pointerOf().employeeKey)).toEqual(pointerOf(later));
    });

    test('is free where that was sent twice', async () => {
      await point();

      expect(await takeTwice({ kind: 'free', pointer: pointerOf() })).toBe('written');
    });

    test('stays where another attempt has pointed since', async () => {
      await point({ attempt: `${NOW}-2` });

      expect(await take({ kind: 'free', pointer: pointerOf() })).toBe('changed');
    });

    test('stays where it names another person by now', async () => {
      await point(elsewhere);

      expect(await take({ kind: 'free', pointer: pointerOf() })).toBe('changed');
    });
  });

  describe('the record that an operator gives to another employee id', () => {
    beforeEach(async () => {
      await claim({ employeeKey: 'E-1' });
    });

    const giveTo = (
      employeeKey: string,
      record: UserRecord = provisioned({ employeeKey: 'E-1' }),
    ) => take({ kind: 'give', record, employeeKey });

    test('keeps its account, and remembers the id before', async () => {
      await complete({ claimedEmployeeKey: 'E-1', employeeKey: 'E-1' });
      operations().length = 0;

      expect(await giveTo('E-2')).toBe('written');
      expect(operations()).toEqual(['UpdateItem']);
      expect(await held()).toEqual({
        record: provisioned({ employeeKey: 'E-2', requestEmployeeKey: 'E-1' }),
        formerEmployeeKey: 'E-1',
      });
    });

    test('remembers no id where it had none', async () => {
      await table.erase(creating({ employeeKey: 'E-1' }));
      await claim();
      await complete();

      expect(await giveTo('E-2', provisioned())).toBe('written');
      expect(await held()).toEqual({ record: provisioned({ employeeKey: 'E-2' }) });
    });

    test('is FAILED if it was not done, and is claimed by the message that had claimed it', async () => {
      expect(await giveTo('E-2', creating({ employeeKey: 'E-1' }))).toBe('written');

      expect(await read()).toMatchObject({
        state: 'FAILED',
        employeeKey: 'E-2',
        reasonCode: 'reassigned',
        failedAtMs: LEASE_UNTIL,
      });
      expect(await claim({ nowMs: LEASE_UNTIL, employeeKey: 'E-2' })).toMatchObject({
        kind: 'claimed',
      });
    });

    test('is not completed by an attempt for the id before', async () => {
      await giveTo('E-2', creating({ employeeKey: 'E-1' }));

      expect(await complete({ claimedEmployeeKey: 'E-1' })).toMatchObject({ kind: 'refused' });
    });

    test('is given where it was sent twice, done or not', async () => {
      const record = creating({ employeeKey: 'E-1' });
      expect(await takeTwice({ kind: 'give', record, employeeKey: 'E-2' })).toBe('written');
      const failed = await read();
      if (!failed) throw new Error('There should be a record.');
      expect(await takeTwice({ kind: 'give', record: failed, employeeKey: 'E-3' })).toBe('written');
    });

    test('stays where it was claimed again since', async () => {
      await otherClaim({ nowMs: LEASE_UNTIL, employeeKey: 'E-1' });

      expect(await giveTo('E-2', creating({ employeeKey: 'E-1' }))).toBe('changed');
      expect(await read()).toMatchObject({ employeeKey: 'E-1' });
    });

    test('stays where it failed since', async () => {
      await fail();

      expect(await giveTo('E-2', creating({ employeeKey: 'E-1' }))).toBe('changed');
    });

    test('stays where it was completed since', async () => {
      await complete({ claimedEmployeeKey: 'E-1' });

      expect(await giveTo('E-2', creating({ employeeKey: 'E-1' }))).toBe('changed');
    });

    test('stays where it has another account than was shown', async () => {
      await complete({ claimedEmployeeKey: 'E-1' });

      const shown = provisioned({ employeeKey: 'E-1', userId: 'user-2' });
      expect(await giveTo('E-2', shown)).toBe('changed');
    });

    test('stays where it has another first attempt: it was erased and made again', async () => {
      await complete({ claimedEmployeeKey: 'E-1' });

      const shown = provisioned({ employeeKey: 'E-1', firstAttemptAtMs: NOW - 1 });
      expect(await giveTo('E-2', shown)).toBe('changed');
    });

    test('stays where it learned another employee id since', async () => {
      await table.erase(creating({ employeeKey: 'E-1' }));
      await claim();
      await complete();
      await noteEmployee();

      expect(await giveTo('E-2', provisioned())).toBe('changed');
      expect(await read()).toMatchObject({ employeeKey: 'E-1' });
    });
  });
}

import { describe, expect, test } from '@jest/globals';
import type { TableHarness } from './table-harness.ts';

/** Records from before there were pointers get theirs. */
export function describePointRecords(table: TableHarness): void {
  const { calls, pointAll } = table;
  const { claim, complete, fail, noteEmployee, point, pointerOf } = calls;

  describe('pointing all records', () => {
    const employeeKey = () => pointerOf().employeeKey;

    test('an employee id without a pointer points to the record that has its account', async () => {
      await claim();
      await complete();
      await noteEmployee({ employeeKey: employeeKey() });

      expect(await pointAll()).toEqual(['pointed']);
      expect(await point({ personKey: 'user#other' })).toMatchObject({
        kind: 'refused',
        pointer: pointerOf({ attempt: expect.stringMatching(/-0$/) as unknown as string }),
      });
    });

    test('a record whose later attempt was refused is pointed to as well', async () => {
      await claim({ employeeKey: employeeKey() });
      await fail();

      expect(await pointAll()).toEqual(['pointed']);
    });

    test('a second run changes nothing', async () => {
      await claim({ employeeKey: employeeKey() });
      await fail();
      await pointAll();

      expect(await pointAll()).toEqual(['was-pointed']);
    });

    test('a pointer to another person stays, and is reported', async () => {
      await point({ personKey: 'user#other' });
      await claim({ employeeKey: employeeKey() });
      await fail();

      expect(await pointAll()).toEqual(['elsewhere']);
    });

    test('an attempt in progress is left out', async () => {
      await claim({ employeeKey: employeeKey() });

      expect(await pointAll()).toEqual([]);
    });

    test('a record without an employee id is left out', async () => {
      await claim();
      await complete();

      expect(await pointAll()).toEqual([]);
    });
  });
}

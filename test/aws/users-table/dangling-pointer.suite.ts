import { describe, expect, test } from '@jest/globals';
import { NOW, SECOND } from '../users-store/store-calls.ts';
import type { TableHarness } from './table-harness.ts';

/** A pointer to a record that does not hold the employee id, which an operator erases. */
export function describeDanglingPointer({ calls, eraseDangling, pointer }: TableHarness): void {
  const { point, pointerOf } = calls;

  describe('the dangling pointer that an operator erases', () => {
    test('is gone', async () => {
      await point();

      expect(await eraseDangling(pointerOf())).toBe('erased');
      expect(await pointer(pointerOf().employeeKey)).toBeUndefined();
    });

    test('is gone already', async () => {
      expect(await eraseDangling(pointerOf())).toBe('erased');
    });

    test('stays where the same attempt has pointed again since it was shown', async () => {
      await point({ pointedAtMs: NOW + SECOND });

      expect(await eraseDangling(pointerOf())).toBe('changed');
      expect(await pointer(pointerOf().employeeKey)).toBeDefined();
    });

    test('stays where an attempt has pointed whose number begins alike', async () => {
      await point({ attempt: `${NOW}-12` });

      expect(await eraseDangling(pointerOf())).toBe('changed');
    });
  });
}

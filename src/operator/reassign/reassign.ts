import type { UsersTable } from '../../aws/read-item.ts';
import { type ReassignStep, takeReassignStep } from '../../aws/reassign-record.ts';
import { isStillInTime } from './reassignment.ts';

/**
 * Takes the steps in their order, and none after one whose item is not as it was shown.
 * @param nowMs epoch milliseconds
 */
export async function reassign(
  table: UsersTable,
  steps: readonly ReassignStep[],
  { nowMs, signal }: { readonly nowMs: () => number; readonly signal: AbortSignal },
): Promise<'reassigned' | 'changed'> {
  const startedAtMs = nowMs();
  for (const step of steps) {
    if (!isStillInTime(startedAtMs, nowMs())) return 'changed';
    if ((await takeReassignStep(table, step, signal)) === 'changed') return 'changed';
  }
  return 'reassigned';
}

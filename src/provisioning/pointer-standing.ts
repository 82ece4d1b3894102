import type { EmployeePointer, UserRecord } from './record.ts';
import { LONGEST_CALL_MS } from './search-directory.ts';

/**
 * Whether the record that an employee id points to holds the id: `held`. If it does not, the message that
 * pointed may be at work still (`in-progress`); else no hire with the id is served anywhere (`dangling`).
 */
export type PointerStanding =
  | { readonly kind: 'held' }
  /** Epoch milliseconds. */
  | { readonly kind: 'in-progress'; readonly untilMs: number }
  | { readonly kind: 'dangling' };

/** @param record the one that the pointer names, read after the pointer */
export function pointerStandingOf(
  { employeeKey, pointedAtMs }: EmployeePointer,
  record: UserRecord | undefined,
  nowMs: number,
): PointerStanding {
  if (record?.employeeKey === employeeKey) return { kind: 'held' };
  // A duplicate points first, and then has the record learn the id.
  const pointedUntilMs = pointedAtMs + LONGEST_CALL_MS;
  const leaseUntilMs = record?.state === 'CREATING' ? record.leaseUntilMs : 0;
  const untilMs = Math.max(pointedUntilMs, leaseUntilMs);
  return nowMs < untilMs ? { kind: 'in-progress', untilMs } : { kind: 'dangling' };
}

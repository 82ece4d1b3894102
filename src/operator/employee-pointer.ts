import { readPointer, type UsersTable } from '../aws/read-item.ts';
import { createUsersTable } from '../aws/users-table.ts';
import type { EmployeePointer, UserRecord } from '../provisioning/record.ts';
import { LONGEST_CALL_MS } from '../provisioning/search-directory.ts';

/**
 * Whether the record that an employee id points to holds the id: `held`. If it does not, the message that
 * pointed may be at work still (`in-progress`); else no hire with the id is served anywhere (`dangling`).
 */
export type PointerStanding =
  | { readonly kind: 'held' }
  /** Epoch milliseconds. */
  | { readonly kind: 'in-progress'; readonly untilMs: number }
  | { readonly kind: 'dangling' };

/** An employee id that points to a record, or to where one was. */
export interface PointedEmployee {
  readonly pointer: EmployeePointer;
  /** Absent where the pointer names no record. */
  readonly record?: UserRecord;
  readonly standing: PointerStanding;
}

/**
 * Two consistent reads. Undefined where the id points to no one.
 * @param options `nowMs`: epoch milliseconds; called after the reads, from which the SDK learns AWS's time
 */
export async function findPointedEmployee(
  table: UsersTable,
  employeeKey: string,
  { nowMs, signal }: { readonly nowMs: () => number; readonly signal: AbortSignal },
): Promise<PointedEmployee | undefined> {
  const pointer = await readPointer(table, employeeKey, signal);
  if (pointer === undefined) return undefined;
  const record = await createUsersTable(table).read(pointer.personKey, signal);
  const standing = pointerStandingOf(pointer, record, nowMs());
  return { pointer, ...(record && { record }), standing };
}

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

import { readPointer, type UsersTable } from '../aws/read-item.ts';
import { createUsersTable } from '../aws/users-table.ts';
import { type PointerStanding, pointerStandingOf } from '../provisioning/pointer-standing.ts';
import type { EmployeePointer, UserRecord } from '../provisioning/record.ts';

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

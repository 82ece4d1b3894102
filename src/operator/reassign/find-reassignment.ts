import { readPointer, type UsersTable } from '../../aws/read-item.ts';
import { type HeldRecord, readHeldRecord } from '../../aws/reassign-record.ts';
import type { Digests } from '../../provisioning/digests.ts';
import type { Sought, Target } from '../../provisioning/ports.ts';
import type { EmployeePointer } from '../../provisioning/record.ts';
import { findPointedEmployee } from '../employee-pointer.ts';
import type { DirectoryLook, Reassignment } from './reassignment.ts';

interface Asked {
  /** In lower case. */
  readonly address: string;
  readonly employeeId: string;
}

interface FindDeps {
  readonly table: UsersTable;
  readonly digests: Pick<Digests, 'personKeyOf' | 'employeeKeyOf'>;
  readonly target: Pick<Target, 'find'>;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  /** Ends the reading of the directory. */
  readonly directorySignal: AbortSignal;
}

/** Reads the record of an address, the pointers of the employee ids, and the directory. */
export async function findReassignment(asked: Asked, deps: FindDeps): Promise<Reassignment> {
  const { table, digests, nowMs, signal } = deps;
  const personKey = digests.personKeyOf(asked.address);
  const employeeKey = digests.employeeKeyOf(asked.employeeId);
  const held = await readHeldRecord(table, personKey, signal);
  const pointed = await findPointedEmployee(table, employeeKey, { nowMs, signal });
  return {
    ...asked,
    personKey,
    employeeKey,
    ...(held && { record: held.record }),
    ...(pointed && { pointed }),
    formerPointers: held ? await formerPointersOf(held, employeeKey, deps) : [],
    look: held ? await lookFor({ ...asked, personKey }, deps) : { kind: 'absent' },
  };
}

/** The pointers to a record of the ids that hold it now, or held it before an operator took it from them. */
async function formerPointersOf(
  { record, formerEmployeeKey }: HeldRecord,
  nextEmployeeKey: string,
  { table, signal }: FindDeps,
): Promise<readonly EmployeePointer[]> {
  const keys = new Set([record.employeeKey, formerEmployeeKey]);
  const pointers: EmployeePointer[] = [];
  for (const key of keys) {
    if (key === undefined || key === nextEmployeeKey) continue;
    const pointer = await readPointer(table, key, signal);
    if (pointer?.personKey === record.personKey) pointers.push(pointer);
  }
  return pointers;
}

async function lookFor(
  { address, ...sought }: Asked & Sought,
  { target, signal, directorySignal }: FindDeps,
): Promise<DirectoryLook> {
  const signals = { pause: directorySignal, abort: signal };
  const result = await target.find(address, undefined, signals, sought);
  return result.kind === 'unfinished' ? { kind: 'unread', cause: result.cause } : result;
}

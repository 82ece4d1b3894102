import { hasAccount } from './has-account.ts';
import type { ProfileDeps } from './profile-rules.ts';
import { goneSeenAtMsOf } from './states.ts';

/**
 * The user id of the employee, if Joiner has provisioned them in this directory: read from the pointer of the
 * employee id, and the record that it names. Whether the account is still there is the directory's to know.
 */
export async function findManager(
  employeeId: string,
  { store, digests }: ProfileDeps,
): Promise<string | undefined> {
  const employeeKey = digests.employeeKeyOf(employeeId);
  const pointer = await store.readPointer(employeeKey);
  const record = pointer && (await store.read(pointer.personKey));
  // A pointer may name a record that has not, or no longer, the account of this employee.
  if (!hasAccount(record) || record.employeeKey !== employeeKey) return undefined;
  return goneSeenAtMsOf(record) === undefined ? record.userId : undefined;
}

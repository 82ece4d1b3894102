import { isPersonKey } from '../../../src/provisioning/digests.ts';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';

/** Whether the directory itself notes that the account is another employee's, or another person's. */
export function isNotedForAnother(
  { employeeId: noted }: DirectoryUser,
  {
    employeeId,
    personKey,
  }: { readonly employeeId?: string; readonly personKey?: string | undefined },
): boolean {
  if (noted === undefined || noted === personKey) return false;
  return employeeId === undefined ? isPersonKey(noted) : noted !== employeeId;
}

import { type Digests, isPersonKey } from '../provisioning/digests.ts';
import { type DirectoryUser, lowerCaseOf } from '../provisioning/directory-user.ts';

/** How an account on record is not as it was. */
export type AccountKind =
  | 'account-gone'
  | 'account-disabled'
  /** It is at another address. */
  | 'account-renamed'
  /** The directory notes another employee for it. */
  | 'account-of-another';

type Keys = Pick<Digests, 'personKeyOf' | 'employeeKeyOf'>;

interface Owner {
  readonly personKey: string;
  readonly employeeKey?: string | undefined;
}

/** The person at an account's address, in whatever letter case the directory has it. */
export function personKeyAt({ emailAddress }: DirectoryUser, { personKeyOf }: Keys): string {
  return personKeyOf(lowerCaseOf(emailAddress));
}

/** The employee whom the directory notes for an account, if it notes one. */
export function employeeKeyIn(user: DirectoryUser, { employeeKeyOf }: Keys): string | undefined {
  return user.employeeId === undefined ? undefined : employeeKeyOf(user.employeeId);
}

/**
 * What is not as it was of an account that is there. At another address, its number is that of the person there: the
 * command for a number would be about their record.
 */
export function judgeAccount(user: DirectoryUser, owner: Owner, keys: Keys): AccountKind[] {
  const isRenamed = personKeyAt(user, keys) !== owner.personKey;
  return [
    ...(user.status === 'DISABLED' ? ['account-disabled' as const] : []),
    ...(isRenamed ? ['account-renamed' as const] : []),
    ...(!isRenamed && isOfAnother(user, owner, keys) ? ['account-of-another' as const] : []),
  ];
}

/** As at takeover: without an employee id on record, only the person key of someone else is another owner. */
function isOfAnother(
  { employeeId: noted }: DirectoryUser,
  { personKey, employeeKey }: Owner,
  { employeeKeyOf }: Keys,
): boolean {
  if (noted === undefined || noted === personKey) return false;
  return employeeKey === undefined ? isPersonKey(noted) : employeeKeyOf(noted) !== employeeKey;
}

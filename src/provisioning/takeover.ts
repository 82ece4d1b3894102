import type { AccountFields } from '../contracts/new-hire.ts';
import { checkPolicy, type Policy } from '../contracts/policy.ts';
import type { Reason } from '../contracts/reason.ts';
import { digestOf } from './digests.ts';
import { type DirectoryUser, isSameAddress } from './directory-user.ts';
import type { Hire } from './hire.ts';
import { REASONS } from './reasons.ts';
import type { UserRecord } from './record.ts';
import { isAnotherPerson } from './states.ts';

/** Directory and table read their clocks apart; AWS keeps its own within seconds. */
const CLOCK_TOLERANCE_MS = 60_000;

export type Takeover =
  | { readonly kind: 'take'; readonly outcome: 'recovered' | 'existing' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'refuse'; readonly reason: Reason };

/** The one account that the address means: the exact spelling wins, and there must be only one. */
export function soleMatch(
  users: readonly [DirectoryUser, ...DirectoryUser[]],
  emailAddress: string,
): DirectoryUser | undefined {
  const exact = users.filter((user) => user.emailAddress === emailAddress);
  const [one, ...others] = exact.length > 0 ? exact : users;
  return others.length === 0 ? one : undefined;
}

/** Whether an account that was found after a conflict may become this hire's, and as what. */
export function judgeTakeover(
  found: DirectoryUser,
  hire: Hire,
  record: UserRecord,
  policy: Policy,
): Takeover {
  // A hire without an employee id is about whom the record has it of.
  if (isAnotherPerson(found, { ...record, ...hire }))
    return { kind: 'refuse', reason: REASONS.addressBelongsToAnother };
  if (isAtOtherAddress(found, hire))
    return { kind: 'refuse', reason: REASONS.addressBelongsToAnother };
  if (!isWithinPolicy(found, hire.fields, policy))
    return { kind: 'refuse', reason: REASONS.existingUserOutsidePolicy };
  if (found.status === 'DISABLED') return { kind: 'refuse', reason: REASONS.accountDisabled };
  if (found.status === 'CREATING') return { kind: 'wait' };
  return { kind: 'take', outcome: createdByUs(found, hire, record) ? 'recovered' : 'existing' };
}

/** At another address, with nothing of the directory to say that it is this person all the same. */
function isAtOtherAddress({ emailAddress, employeeId }: DirectoryUser, hire: Hire): boolean {
  const isNoted =
    employeeId !== undefined && [hire.employeeId, hire.personKey].includes(employeeId);
  return !isNoted && !isSameAddress(emailAddress, hire.fields.emailAddress);
}

/** Within policy, and no more than was asked: an old account must not hand out rights unseen. */
function isWithinPolicy(found: DirectoryUser, asked: AccountFields, policy: Policy): boolean {
  const rights = rightsOf(found);
  const elevated = rights.type === 'SUPER_USER' && asked.type !== 'SUPER_USER';
  const moreAccess = rights.apiAccess === 'ENABLED' && asked.apiAccess !== 'ENABLED';
  const otherRole =
    rights.apiAccessPrincipalArn !== undefined &&
    rights.apiAccessPrincipalArn !== asked.apiAccessPrincipalArn;
  return !elevated && !moreAccess && !otherRole && checkPolicy(rights, policy) === undefined;
}

/** A role that stayed behind when access was switched off gives nothing. */
function rightsOf({ emailAddress, type, apiAccess, apiAccessPrincipalArn }: DirectoryUser) {
  return {
    emailAddress: emailAddress.toLowerCase(),
    type,
    apiAccess,
    ...(apiAccess === 'ENABLED' &&
      apiAccessPrincipalArn !== undefined && { apiAccessPrincipalArn }),
  };
}

/**
 * Evidence that a lost call of ours created the account: created since our first attempt, with fields
 * that one of our attempts asked for. That there were attempts proves nothing.
 */
function createdByUs(found: DirectoryUser, hire: Hire, record: UserRecord): boolean {
  return (
    found.emailAddress === hire.fields.emailAddress &&
    found.createTimeMs !== undefined &&
    found.createTimeMs >= record.firstAttemptAtMs - CLOCK_TOLERANCE_MS &&
    record.attemptedDigests.has(digestOf(found))
  );
}

import type { AccountFields } from '../contracts/new-hire.ts';
import { checkPolicy, type Policy } from '../contracts/policy.ts';
import type { Reason } from '../contracts/reason.ts';
import { digestOf } from './digests.ts';
import { type DirectoryUser, isSameAddress } from './directory-user.ts';
import type { Hire } from './hire.ts';
import { REASONS } from './reasons.ts';
import type { UserRecord } from './record.ts';
import { isAnotherPerson } from './states.ts';

/** Directory and function have separate clocks; AWS keeps its own within seconds of each other. */
const CLOCK_TOLERANCE_MS = 60_000;

/** What keeps an account from serving a hire. `wait`: the directory is still creating it. */
export type Obstacle =
  | { readonly kind: 'wait' }
  | { readonly kind: 'refuse'; readonly reason: Reason };

export type Takeover =
  | { readonly kind: 'take'; readonly outcome: 'recovered' | 'existing' }
  | Obstacle;

/** The one account that the address identifies: an exact match wins, and there must be only one. */
export function soleMatch(
  users: readonly [DirectoryUser, ...DirectoryUser[]],
  emailAddress: string,
): DirectoryUser | undefined {
  const exact = users.filter((user) => user.emailAddress === emailAddress);
  const [one, ...others] = exact.length > 0 ? exact : users;
  return others.length === 0 ? one : undefined;
}

/** Decides whether an account that was found may become this hire's, and with which outcome. */
export function judgeTakeover(
  found: DirectoryUser,
  hire: Hire,
  record: UserRecord,
  policy: Policy,
): Takeover {
  if (isOwnedByAnother(found, hire, record) || isAtOtherAddress(found, hire))
    return { kind: 'refuse', reason: REASONS.addressBelongsToAnother };
  const outcome = createdByUs(found, hire, record) ? 'recovered' : 'existing';
  return obstacleOf(found, hire, policy) ?? { kind: 'take', outcome };
}

/**
 * What keeps the account on record from being reported to another request for the same person: it may
 * have been renamed, disabled or given more rights after it was stored.
 */
export function judgeDuplicate(
  found: DirectoryUser,
  hire: Hire,
  record: UserRecord,
  policy: Policy,
): Obstacle | undefined {
  if (isOwnedByAnother(found, hire, record))
    return { kind: 'refuse', reason: REASONS.addressBelongsToAnother };
  if (!isSameAddress(found.emailAddress, hire.fields.emailAddress))
    return { kind: 'refuse', reason: reasonElsewhere(record, hire) };
  return obstacleOf(found, hire, policy);
}

/** What keeps an account of the right person from serving this hire. */
function obstacleOf(found: DirectoryUser, hire: Hire, policy: Policy): Obstacle | undefined {
  if (!isWithinPolicy(found, hire.fields, policy))
    return { kind: 'refuse', reason: REASONS.existingUserOutsidePolicy };
  if (found.status === 'DISABLED') return { kind: 'refuse', reason: REASONS.accountDisabled };
  return found.status === 'CREATING' ? { kind: 'wait' } : undefined;
}

/** A hire without an employee id is about the person whose id is in the record. */
function isOwnedByAnother(found: DirectoryUser, hire: Hire, record: UserRecord): boolean {
  return isAnotherPerson(found, { ...record, ...hire });
}

function reasonElsewhere({ employeeId }: UserRecord, hire: Hire): Reason {
  return employeeId !== undefined &&
    hire.employeeId !== undefined &&
    !isAnotherPerson({ employeeId }, hire)
    ? REASONS.employeeAtAnotherAddress
    : REASONS.addressBelongsToAnother;
}

/** At another address, and the directory does not record it as this person's. */
function isAtOtherAddress({ emailAddress, employeeId }: DirectoryUser, hire: Hire): boolean {
  const isRecordedAsTheirs =
    employeeId !== undefined && [hire.employeeId, hire.personKey].includes(employeeId);
  return !isRecordedAsTheirs && !isSameAddress(emailAddress, hire.fields.emailAddress);
}

/** Within policy, and no more than requested: an old account must not grant rights unseen. */
function isWithinPolicy(found: DirectoryUser, requested: AccountFields, policy: Policy): boolean {
  const rights = rightsOf(found);
  const elevated = rights.type === 'SUPER_USER' && requested.type !== 'SUPER_USER';
  const moreAccess = rights.apiAccess === 'ENABLED' && requested.apiAccess !== 'ENABLED';
  const otherRole =
    rights.apiAccessPrincipalArn !== undefined &&
    rights.apiAccessPrincipalArn !== requested.apiAccessPrincipalArn;
  return !elevated && !moreAccess && !otherRole && checkPolicy(rights, policy) === undefined;
}

/** A role that is left over from API access that was disabled grants nothing. */
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
 * that one of our attempts requested. That there were attempts proves nothing.
 */
function createdByUs(found: DirectoryUser, hire: Hire, record: UserRecord): boolean {
  return (
    found.emailAddress === hire.fields.emailAddress &&
    found.createTimeMs !== undefined &&
    found.createTimeMs >= record.firstAttemptAtMs - CLOCK_TOLERANCE_MS &&
    record.attemptedDigests.has(digestOf(found))
  );
}

import type { AccountFields } from '../contracts/new-hire.ts';
import { checkPolicy } from '../contracts/policy.ts';
import type { Reason } from '../contracts/reason.ts';
import type { HireContext } from './context.ts';
import { isPersonKey } from './digests.ts';
import { type DirectoryUser, isSameAddress } from './directory-user.ts';
import type { Hire } from './hire.ts';
import type { Target } from './ports.ts';
import { REASONS } from './reasons.ts';
import type { UserRecord } from './record.ts';

/** Directory and function have separate clocks; AWS keeps its own within seconds of each other. */
const CLOCK_TOLERANCE_MS = 60_000;

/** By what an account is judged. */
export type Judge = Pick<HireContext, 'policy' | 'digests'> & {
  readonly target: Pick<Target, 'profile'>;
};

/** What keeps an account from serving a hire. `wait`: the directory is still creating it. */
export type Obstacle =
  | { readonly kind: 'wait' }
  | { readonly kind: 'refuse'; readonly reason: Reason };

export type Takeover =
  | { readonly kind: 'take'; readonly outcome: 'recovered' | 'existing' }
  | Obstacle;

export type Identified =
  | { readonly kind: 'one'; readonly user: DirectoryUser }
  | { readonly kind: 'refuse'; readonly reason: Reason };

/**
 * The one account at the hire's address: an exact match wins, and there must be only one. An account
 * elsewhere is never the hire's, even under this employee id: a message does not prove whose id it is.
 */
export function identifyAccount(
  users: readonly [DirectoryUser, ...DirectoryUser[]],
  hire: Hire,
): Identified {
  const { emailAddress } = hire.fields;
  const elsewhere = users.find((user) => !isSameAddress(user.emailAddress, emailAddress));
  if (elsewhere) return { kind: 'refuse', reason: reasonElsewhere(isNotedFor(elsewhere, hire)) };
  const exact = users.filter((user) => user.emailAddress === emailAddress);
  const [one, ...others] = exact.length > 0 ? exact : users;
  if (!one || others.length > 0) return { kind: 'refuse', reason: REASONS.ambiguousExistingUsers };
  return { kind: 'one', user: one };
}

/** Decides whether an account at the hire's address may become the hire's, and with which outcome. */
export function judgeTakeover(
  found: DirectoryUser,
  hire: Hire,
  record: UserRecord,
  judge: Judge,
): Takeover {
  const obstacle = obstacleOf(found, hire, record, judge);
  if (obstacle) return obstacle;
  const isOurs = createdByUs(found, hire, record, judge);
  return { kind: 'take', outcome: isOurs ? 'recovered' : 'existing' };
}

/**
 * What keeps the account on record from being reported to another request for the same person: it may
 * have been renamed, disabled or given more rights after it was stored.
 */
export function judgeDuplicate(
  found: DirectoryUser,
  hire: Hire,
  record: UserRecord,
  judge: Judge,
): Obstacle | undefined {
  if (!isSameAddress(found.emailAddress, hire.fields.emailAddress))
    return { kind: 'refuse', reason: reasonElsewhere(isSameEmployee(record, hire)) };
  return obstacleOf(found, hire, record, judge);
}

/** What keeps an account at the hire's address from serving this hire. */
function obstacleOf(
  found: DirectoryUser,
  hire: Hire,
  record: UserRecord,
  judge: Judge,
): Obstacle | undefined {
  if (isOwnedByAnother(found, hire, record, judge))
    return { kind: 'refuse', reason: REASONS.addressBelongsToAnother };
  if (!isWithinPolicy(found, hire.fields, judge))
    return { kind: 'refuse', reason: REASONS.existingUserOutsidePolicy };
  if (found.status === 'DISABLED') return { kind: 'refuse', reason: REASONS.accountDisabled };
  return found.status === 'CREATING' ? { kind: 'wait' } : undefined;
}

/**
 * The directory notes another owner: another employee id, or the person key of someone else. A hire
 * without an employee id is about the person whose id is in the record.
 */
function isOwnedByAnother(
  { employeeId: noted }: DirectoryUser,
  hire: Hire,
  record: UserRecord,
  { digests }: Judge,
): boolean {
  if (noted === undefined || noted === hire.personKey) return false;
  const employeeKey = hire.employeeKey ?? record.employeeKey;
  return employeeKey === undefined
    ? isPersonKey(noted)
    : digests.employeeKeyOf(noted) !== employeeKey;
}

function reasonElsewhere(isSamePerson: boolean): Reason {
  return isSamePerson ? REASONS.employeeAtAnotherAddress : REASONS.addressBelongsToAnother;
}

function isNotedFor(
  { employeeId: noted }: DirectoryUser,
  { employeeId, personKey }: Hire,
): boolean {
  return employeeId !== undefined && (noted === employeeId || noted === personKey);
}

function isSameEmployee({ employeeKey: holder }: UserRecord, { employeeKey }: Hire): boolean {
  return holder !== undefined && holder === employeeKey;
}

/** Within policy, and no more than requested: an old account must not grant rights unseen. */
function isWithinPolicy(
  found: DirectoryUser,
  requested: AccountFields,
  { policy, target }: Judge,
): boolean {
  if (target.profile?.allows(found) === false) return false;
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
 * Whether a call of ours may have created the account: nothing shows that it was there before. Attempts that certainly
 * made none do not count: since then, an administrator may have made by hand what they asked for.
 */
export function mayBeOurs(
  { createTimeMs = Number.POSITIVE_INFINITY }: DirectoryUser,
  { openSinceMs }: Pick<UserRecord, 'openSinceMs'>,
): boolean {
  return openSinceMs !== undefined && createTimeMs >= openSinceMs - CLOCK_TOLERANCE_MS;
}

/**
 * Evidence that a lost call of ours created the account: created since our first open attempt, with fields
 * that one of our attempts requested. That there were attempts proves nothing.
 */
function createdByUs(
  found: DirectoryUser,
  hire: Hire,
  record: UserRecord,
  { digests }: Judge,
): boolean {
  return (
    found.emailAddress === hire.fields.emailAddress &&
    found.createTimeMs !== undefined &&
    mayBeOurs(found, record) &&
    record.attemptedDigests.has(digests.digestOf(found))
  );
}

import type { SearchProgress } from '../provisioning/record.ts';
import type {
  Asker,
  Claim,
  Completion,
  Disappearance,
  EmployeeNote,
  Failure,
  GoneAccount,
  Granted,
  Release,
  Return,
} from '../provisioning/users-store.ts';
import type { ConditionalUpdate } from './conditional-update.ts';
import {
  optionalNumbers,
  optionalText,
  optionalTexts,
  presentAttributes,
} from './present-attributes.ts';
import { type Item, searchAttributeOf } from './user-item.ts';

/** No invocation lasts longer than 15 minutes: a lease further ahead comes from a wrong clock. */
const LONGEST_LEASE_MS = 16 * 60_000;

/** (none), FAILED by another message, or CREATING with an expired lease → CREATING. */
export function claimUpdate(claim: Claim, claimToken: string): ConditionalUpdate {
  const { set, values, andSentAfter } = claimantOf(claim, claimToken);
  const place = placeOf(claim);
  const andOwn =
    claim.employeeKey === undefined
      ? ''
      : ' AND (attribute_not_exists(#employeeKey) OR #employeeKey = :employeeKey)';
  // One line for each way of the state table to claim; AND binds tighter than OR. Its own claim token
  // refuses a claim that was sent twice, so that it counts as one attempt.
  const creating = '#state = :creating AND #claimToken <> :claimToken';
  const ways = [
    'attribute_not_exists(#pk)',
    '#state = :failed AND #messageId <> :messageId AND #failedAt <= :now',
    `${creating} AND #leaseUntil <= :now`,
    `${creating} AND #leaseUntil > :tooFarAhead`,
    ...(claim.reclaimOwn ? [`${creating} AND #messageId = :messageId`] : []),
  ];
  return {
    key: claim.personKey,
    update: `SET ${set}${place.keep}, #openSince = if_not_exists(#openSince, :now), #firstAttemptAt = if_not_exists(#firstAttemptAt, :now)
      ADD #attempts :one, #tried :tried
      REMOVE #reasonCode, #reason, #failedAt`,
    condition: `(${ways.join(' OR ')}) ${andSentAfter}${andOwn}${place.andCounted}`,
    values: {
      ...values,
      ...place.values,
      ':failed': { S: 'FAILED' },
      ':tooFarAhead': numberOf(claim.nowMs + LONGEST_LEASE_MS),
    },
  };
}

/** GRANTING or PROVISIONED with a user id that was seen gone, by a message sent later → CREATING. */
export function reopenUpdate(
  claim: Claim,
  { userId, employeeKey }: GoneAccount,
  claimToken: string,
): ConditionalUpdate {
  const { set, values, andSentAfter } = claimantOf(claim, claimToken);
  const place = placeOf(claim);
  return {
    key: claim.personKey,
    update: `SET ${set}${place.replace}, #openSince = :now, #firstAttemptAt = :now, #tried = :tried
      ADD #attempts :one
      REMOVE #userId, #outcome, #requestEmployeeKey, #asked, #actual, #userNameForm, #profileDigests, #pending,
        #rulesVersion, #appliedRules, #groups, #withheldGroups, #completedAt, #expiresAt, #search${place.forget}`,
    condition: `${HAS_ACCOUNT} AND #userId = :goneUserId
      AND attribute_exists(#goneSeenAt) ${andSentAfter} AND ${stillHeldBy(employeeKey)}`,
    values: {
      ...values,
      ...place.values,
      ...accountStates(),
      ':goneUserId': { S: userId },
      ...holder(employeeKey),
    },
  };
}

/** CREATING or FAILED, claimed by any → GRANTING with groups, else PROVISIONED; never over another user id. */
export function completeUpdate(completion: Completion): ConditionalUpdate {
  const { personKey, employeeKey, claimedEmployeeKey, profileDigests, pending, groups } =
    completion;
  const given = presentAttributes({
    ...askerOf(completion),
    requestEmployeeKey: optionalText(employeeKey),
    userNameForm: optionalText(completion.userNameForm),
    profileDigests: optionalTexts(profileDigests),
    pending: optionalTexts(pending),
    groups: optionalTexts(groups),
    withheldGroups: optionalTexts(completion.withheldGroups),
    rulesVersion: optionalText(completion.rulesVersion),
    appliedRules: optionalNumbers(completion.appliedRules),
  });
  return {
    key: personKey,
    update: `SET #state = :completed, #userId = :userId, #outcome = :outcome,
        #requestKey = :requestKey, #requestId = :requestId,
        #asked = :asked, #actual = :actual, #completedAt = :completedAt${given.set}
      REMOVE #leaseUntil, #claimToken, #search, #reasonCode, #reason, #failedAt`,
    condition: [
      stillHeldBy(claimedEmployeeKey),
      'attribute_not_exists(#userId) AND #state IN (:creating, :failed)',
    ].join(' AND '),
    values: {
      ':completed': { S: groups === undefined ? 'PROVISIONED' : 'GRANTING' },
      ':creating': { S: 'CREATING' },
      ':failed': { S: 'FAILED' },
      ':userId': { S: completion.userId },
      ':outcome': { S: completion.outcome },
      ':requestKey': { S: completion.requestKey },
      ':requestId': { S: completion.requestId },
      ':asked': { S: completion.requestedDigest },
      ':actual': { S: completion.accountDigest },
      ':completedAt': numberOf(completion.completedAtMs),
      ...given.values,
      ...holder(claimedEmployeeKey),
    },
  };
}

/**
 * GRANTING with this account → PROVISIONED. Not with another one: a record that was reopened, or erased and made
 * again, has a plan of its own. `completedAt` stays: the event is the same, whichever message finishes the record.
 */
export function finishUpdate({ personKey, userId, completedAtMs }: Granted): ConditionalUpdate {
  return {
    key: personKey,
    update: 'SET #state = :provisioned',
    condition: '#state = :granting AND #userId = :userId AND #completedAt = :completedAt',
    values: { ...thisAccount(userId), ':completedAt': numberOf(completedAtMs) },
  };
}

/**
 * GRANTING or PROVISIONED with this user id: keeps when the directory was first seen without it, and when the record
 * ends.
 */
export function noteGoneUpdate(gone: Disappearance): ConditionalUpdate {
  const { personKey, userId, completedAtMs, seenAtMs, expiresAtEpochSeconds } = gone;
  return {
    key: personKey,
    update: `SET #goneSeenAt = :seenAt${expiresAtEpochSeconds === undefined ? '' : ', #expiresAt = :expiresAt'}`,
    // What was seen gone before this record was completed is an earlier account.
    condition: `${STILL_THIS_ACCOUNT} AND #completedAt = :completedAt
      AND (attribute_not_exists(#goneSeenAt) OR #goneSeenAt < :completedAt)`,
    values: {
      ...thisAccount(userId),
      ':completedAt': numberOf(completedAtMs),
      ':seenAt': numberOf(seenAtMs),
      ...(expiresAtEpochSeconds !== undefined && {
        ':expiresAt': numberOf(expiresAtEpochSeconds),
      }),
    },
  };
}

/**
 * GRANTING or PROVISIONED with this user id, which was seen gone at that time: it is there, and the record does not end.
 */
export function noteBackUpdate({ personKey, userId, goneSeenAtMs }: Return): ConditionalUpdate {
  return {
    key: personKey,
    update: 'REMOVE #goneSeenAt, #expiresAt',
    condition: `${STILL_THIS_ACCOUNT} AND #goneSeenAt = :seenAt`,
    values: { ...thisAccount(userId), ':seenAt': numberOf(goneSeenAtMs) },
  };
}

/** GRANTING or PROVISIONED with this user id and without another employee id: keeps this one. */
export function noteEmployeeUpdate(note: EmployeeNote): ConditionalUpdate {
  return {
    key: note.personKey,
    update: 'SET #employeeKey = :employeeKey',
    condition: `${STILL_THIS_ACCOUNT}
      AND (attribute_not_exists(#employeeKey) OR #employeeKey = :employeeKey)`,
    values: { ...thisAccount(note.userId), ':employeeKey': { S: note.employeeKey } },
  };
}

/** CREATING at exactly these attempts: lets go of the lease and of the employee id. */
export function releaseUpdate(release: Release): ConditionalUpdate {
  const { personKey, attempts, leavesPlace, releasedAtMs } = release;
  const ended = endedWithoutAccount(release);
  return {
    key: personKey,
    update: `SET #leaseUntil = :now${ended.set} REMOVE #employeeKey${ended.remove}${placeLeft(leavesPlace)}`,
    condition: STILL_THIS_ATTEMPT,
    values: { ...thisAttempt(attempts), ':now': numberOf(releasedAtMs) },
  };
}

/** CREATING at exactly these attempts → FAILED. A search position is personal and goes. */
export function failUpdate(failure: Failure): ConditionalUpdate {
  const { personKey, attempts, reason, failedAtMs, madeNoAccount, freesEmployee } = failure;
  const ended = endedWithoutAccount(failure);
  return {
    key: personKey,
    update: `SET #state = :failed, #reasonCode = :reasonCode, #reason = :reason, #failedAt = :failedAt${ended.set}
      REMOVE #leaseUntil, #claimToken, #search${freesEmployee ? ', #employeeKey' : ''}${ended.remove}${placeLeft(madeNoAccount)}`,
    condition: STILL_THIS_ATTEMPT,
    values: {
      ...thisAttempt(attempts),
      ':failed': { S: 'FAILED' },
      ':reasonCode': { S: reason.code },
      ':reason': { S: reason.message },
      ':failedAt': numberOf(failedAtMs),
    },
  };
}

/** Where no attempt so far can have made an account, the next one is the first that may. */
function endedWithoutAccount({ madeNoAccount }: Pick<Failure, 'madeNoAccount'>) {
  return madeNoAccount
    ? { set: ', #attemptsWithoutAccount = :attempts', remove: ', #openSince' }
    : { set: '', remove: '' };
}

/**
 * The next claim needs a place of its own: those of hours in which no account came must not be saved up. The hour stays
 * where an earlier attempt may yet create an account, which then counts in it.
 */
function placeLeft(isLeft: boolean): string {
  return isLeft ? ', #countedBy, #countedHour' : ', #countedBy';
}

/** CREATING at exactly these attempts: forgets what all attempts but this one requested. */
export function forgetTriedUpdate(
  personKey: string,
  attempts: number,
  requestedDigest: string,
): ConditionalUpdate {
  return {
    key: personKey,
    update: 'SET #tried = :requested',
    condition: STILL_THIS_ATTEMPT,
    values: { ...thisAttempt(attempts), ':requested': { SS: [requestedDigest] } },
  };
}

/** CREATING at exactly these attempts: stores how far the directory was searched. */
export function saveSearchUpdate(
  personKey: string,
  attempts: number,
  search: SearchProgress,
): ConditionalUpdate {
  return {
    key: personKey,
    update: 'SET #search = :search',
    condition: STILL_THIS_ATTEMPT,
    values: { ...thisAttempt(attempts), ':search': searchAttributeOf(search) },
  };
}

const HAS_ACCOUNT = '#state IN (:provisioned, :granting)';

function accountStates(): Item {
  return { ':provisioned': { S: 'PROVISIONED' }, ':granting': { S: 'GRANTING' } };
}

const STILL_THIS_ACCOUNT = `${HAS_ACCOUNT} AND #userId = :userId`;

function thisAccount(userId: string): Item {
  return { ...accountStates(), ':userId': { S: userId } };
}

const STILL_THIS_ATTEMPT = '#state = :creating AND #attempts = :attempts';

function thisAttempt(attempts: number): Item {
  return { ':creating': { S: 'CREATING' }, ':attempts': numberOf(attempts) };
}

/** The record belongs to the employee id that it belonged to when it was claimed, or to none. */
function stillHeldBy(employeeKey: string | undefined): string {
  return employeeKey === undefined
    ? 'attribute_not_exists(#employeeKey)'
    : '#employeeKey = :holder';
}

function holder(employeeKey: string | undefined): Item {
  return employeeKey === undefined ? {} : { ':holder': { S: employeeKey } };
}

/**
 * What a claim writes of itself, and who may claim: not a message of another employee id, and no message
 * that was sent before the account was seen gone.
 */
function claimantOf(claim: Claim, claimToken: string) {
  const { employeeKey } = claim;
  const asker = presentAttributes(askerOf(claim));
  const set = `#state = :creating, #leaseUntil = :leaseUntil, #claimToken = :claimToken,
    #requestKey = :requestKey, #requestId = :requestId, #messageId = :messageId${asker.set}`;
  const values: Item = {
    ':creating': { S: 'CREATING' },
    ':leaseUntil': numberOf(claim.leaseUntilMs),
    ':claimToken': { S: claimToken },
    ':requestKey': { S: claim.requestKey },
    ':requestId': { S: claim.requestId },
    ':messageId': { S: claim.messageId },
    ':now': numberOf(claim.nowMs),
    ':sentAt': numberOf(claim.sentAtMs),
    ':one': numberOf(1),
    ':tried': { SS: [claim.requestedDigest] },
    ...asker.values,
  };
  const andSentAfter = 'AND (attribute_not_exists(#goneSeenAt) OR #goneSeenAt < :sentAt)';
  if (employeeKey === undefined) return { set, values, andSentAfter };
  return {
    set: `${set}, #employeeKey = :employeeKey`,
    values: { ...values, ':employeeKey': { S: employeeKey } },
    andSentAfter,
  };
}

/**
 * Where the account counts. A claim keeps what an earlier one has counted, and shows by its token whether it is the one
 * that counts; without a place, it claims nothing that was not counted. A reopened record counts again.
 */
function placeOf({ place }: Claim) {
  const nothing = { keep: '', replace: '', forget: '', andCounted: '', values: {} };
  if (place === undefined) return { ...nothing, forget: ', #countedHour, #countedBy' };
  if (place === 'counted-before')
    return {
      ...nothing,
      andCounted: ' AND attribute_exists(#countedBy) AND attribute_exists(#countedHour)',
    };
  return {
    ...nothing,
    keep: ', #countedHour = if_not_exists(#countedHour, :hour), #countedBy = if_not_exists(#countedBy, :claimToken)',
    replace: ', #countedHour = :hour, #countedBy = :claimToken',
    values: { ':hour': numberOf(place.hour) },
  };
}

/** Evidence beside the request id. No condition reads it. */
function askerOf({ senderId, source }: Asker) {
  return { senderId: optionalText(senderId), source: optionalText(source) };
}

function numberOf(value: number) {
  return { N: String(value) };
}

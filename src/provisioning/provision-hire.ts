import type { Reason } from '../contracts/reason.ts';
import { clientTokenOf, digestOf } from './digests.ts';
import type { DirectoryUser } from './directory-user.ts';
import {
  backoffOf,
  type Ending,
  handedOver,
  rejectedBefore,
  retry,
  retryUnanswered,
} from './ending.ts';
import { provisionedEvent } from './events.ts';
import type { Hire } from './hire.ts';
import type { Claim, Completion, Creation } from './ports.ts';
import { REASONS } from './reasons.ts';
import type {
  CreatingRecord,
  Outcome,
  ProvisionedRecord,
  SearchProgress,
  UserRecord,
} from './record.ts';
import { isSearchedOut, searchDirectory } from './search-directory.ts';
import { onTable, onTarget, type Stage } from './stage.ts';
import { isAnotherPerson, isSameRequest, standingOf } from './states.ts';
import { judgeTakeover, theOneOf } from './takeover.ts';

/**
 * The story of one hire: claim the person's record, create the account, store its user id.
 * A new hire costs two writes and one CreateUser; every other path starts from an answer to one of them.
 * @throws TableError, or the signal's reason: the message is then tried again later
 */
export async function provisionHire(hire: Hire, on: Stage): Promise<Ending> {
  // Waiting before the claim leaves no trace: no write, no lease, no attempt that seems to have called.
  await on.target.untilTurn?.(on.directorySignal);
  // A claim that no call of the directory can follow would only hold others back.
  on.directorySignal.throwIfAborted();
  const claimed = await onTable(on, (store, signal) => store.claim(claimOf(hire, on), signal));
  if (claimed.kind === 'refused') return meetRecord(claimed.record, hire, on);
  return createAccount(hire, claimed.record, on);
}

async function createAccount(hire: Hire, record: CreatingRecord, on: Stage): Promise<Ending> {
  const create = () => callCreate(hire, record, on);
  if (on.target.enforcesUniqueness) return create();
  // Nothing but a look keeps this directory from making a twin.
  return takeOverOr(create, 'doubt', hire, record, on);
}

async function callCreate(hire: Hire, record: CreatingRecord, on: Stage): Promise<Ending> {
  const creation = creationOf(hire, on);
  const answer = await onTarget(on, (target, signal) => target.create(creation, signal));
  switch (answer.kind) {
    case 'created':
      return complete(answer.userId, 'created', hire.askedDigest, hire, on);
    case 'conflict':
      return resolveConflict(hire, record, on);
    case 'rejected':
      // A refusal proves nothing about an earlier call, whose account may stand there all the same.
      if (record.attempts > 1 || answer.afterLostAnswer) return resolveRefusal(hire, record, on);
      return fail(REASONS.refusedByTarget, hire, record, on);
    case 'unknown':
      return retryUnanswered(answer, backoffOf(record));
  }
}

/** The address is taken: find by whom, and take the account over if it may be this hire's. */
async function resolveConflict(hire: Hire, record: CreatingRecord, on: Stage): Promise<Ending> {
  if (isSearchedOut(record, hire)) return handedOver('conflict-but-not-found');
  const ifNobody = (searchedOut: boolean) =>
    searchedOut
      ? handedOver('conflict-but-not-found')
      : retry('conflict-but-not-found', backoffOf(record));
  return takeOverOr(ifNobody, 'conflict', hire, record, on);
}

/** The directory refused a hire that an earlier call may have created: believed once nobody is found. */
async function resolveRefusal(hire: Hire, record: CreatingRecord, on: Stage): Promise<Ending> {
  const refuse = () => fail(REASONS.refusedByTarget, hire, record, on);
  return takeOverOr(refuse, 'refusal', hire, record, on);
}

/** Takes over what stands there; goes on with `ifNobody` once the whole directory was read in vain. */
async function takeOverOr(
  ifNobody: (searchedOut: boolean) => Ending | Promise<Ending>,
  after: SearchProgress['after'],
  hire: Hire,
  record: CreatingRecord,
  on: Stage,
): Promise<Ending> {
  const search = await searchDirectory(hire, record, after, on);
  switch (search.kind) {
    case 'found':
      return takeOver(search.users, hire, record, on);
    case 'nobody':
      return ifNobody(search.searchedOut);
    case 'later':
      return search.retry;
  }
}

async function takeOver(
  users: readonly [DirectoryUser, ...DirectoryUser[]],
  hire: Hire,
  record: CreatingRecord,
  on: Stage,
): Promise<Ending> {
  const found = theOneOf(users, hire.fields.emailAddress);
  if (!found) return fail(REASONS.ambiguousExistingUsers, hire, record, on);
  // Read after the find: an attempt that made this account put its digest on record before.
  const now = await onTable(on, (store, signal) => store.read(hire.personKey, signal));
  const takeover = judgeTakeover(found, hire, now ?? record, on.policy);
  switch (takeover.kind) {
    case 'take':
      return complete(found.userId, takeover.outcome, digestOf(found), hire, on);
    case 'wait':
      return retry('account-being-created', backoffOf(record));
    case 'refuse':
      return fail(takeover.reason, hire, record, on);
  }
}

/** Stores whose account it is; where the record names one already, that is the truth to go on from. */
async function complete(
  userId: string,
  outcome: Outcome,
  actualDigest: string,
  hire: Hire,
  on: Stage,
): Promise<Ending> {
  const completion: Completion = {
    ...requestOf(hire),
    userId,
    outcome,
    actualDigest,
    completedAtMs: on.clock.now(),
  };
  const answer = await onTable(on, (store, signal) => store.complete(completion, signal));
  if (answer.kind === 'completed') return { ...provisioned(answer.record, hire, on), isNew: true };
  const standing = answer.record;
  if (standing?.state !== 'PROVISIONED') return retry('record-changed', { kind: 'soon' });
  if (standing.userId !== userId) return retry('twin-suspected', { kind: 'backoff' });
  return meetRecord(standing, hire, on);
}

/** Closes the attempt, unless this request is done already or a newer attempt is under way. */
async function fail(
  reason: Reason,
  hire: Hire,
  { attempts }: CreatingRecord,
  on: Stage,
): Promise<Ending> {
  const failure = { personKey: hire.personKey, attempts, reason, failedAtMs: on.clock.now() };
  const answer = await onTable(on, (store, signal) => store.fail(failure, signal));
  const standing = answer.kind === 'refused' ? answer.record : undefined;
  if (standing?.state === 'PROVISIONED' && isSameRequest(standing, hire))
    return provisioned(standing, hire, on);
  if (standing?.state === 'CREATING' && standing.attempts > attempts)
    return retry('record-changed', backoffOf(standing));
  return { kind: 'rejected', reason, atMs: failure.failedAtMs };
}

/** The record did not let this hire through: what stands there decides (see the state table). */
async function meetRecord(record: UserRecord, hire: Hire, on: Stage): Promise<Ending> {
  const standing = standingOf(record, hire);
  switch (standing.kind) {
    case 'another-person':
      return rejected(REASONS.addressBelongsToAnother, on);
    case 'held':
      return retry('lease-held', {
        kind: 'at-least',
        waitMs: Math.max(0, standing.leaseUntilMs - on.clock.now()),
      });
    case 'rejected-before':
      return rejectedBefore(standing.record);
    case 'done-by-this-request':
      return provisioned(standing.record, hire, on);
    case 'done-by-another-request':
      return duplicate(standing.record, hire, on);
  }
}

/** Another request did this person: true only as long as the directory knows the account, as theirs. */
async function duplicate(record: ProvisionedRecord, hire: Hire, on: Stage): Promise<Ending> {
  const { userId } = record;
  const answer = await onTarget(on, (target, signal) => target.get(userId, signal));
  switch (answer.kind) {
    case 'present':
      if (isAnotherPerson(answer.user, { ...record, ...hire }))
        return rejected(REASONS.addressBelongsToAnother, on);
      return answer.user.status === 'DISABLED'
        ? rejected(REASONS.accountDisabled, on)
        : provisioned(record, hire, on);
    case 'gone':
      return reopen(record, hire, on);
    case 'unknown':
      return retryUnanswered(answer, { kind: 'backoff' });
  }
}

/** The directory lost the account: made anew, once no client token can bring the old user id back. */
async function reopen(record: ProvisionedRecord, hire: Hire, on: Stage): Promise<Ending> {
  const { userId: goneUserId, completedAtMs } = record;
  const waitMs = completedAtMs + on.target.tokenLifeMs - on.clock.now();
  if (waitMs > 0) return retry('account-gone', { kind: 'at-least', waitMs });
  const reopened = await onTable(on, (store, signal) =>
    store.reopen(claimOf(hire, on), goneUserId, signal),
  );
  if (reopened.kind === 'refused') return retry('record-changed', { kind: 'soon' });
  return createAccount(hire, reopened.record, on);
}

function provisioned(record: ProvisionedRecord, hire: Hire, on: Stage) {
  const event = provisionedEvent(record, hire, on.target.id);
  return { kind: 'provisioned', event, isNew: false } as const;
}

function rejected(reason: Reason, on: Stage): Ending {
  return { kind: 'rejected', reason, atMs: on.clock.now() };
}

function creationOf(hire: Hire, on: Stage): Creation {
  const { fields, personKey, employeeId } = hire;
  return {
    fields,
    clientToken: clientTokenOf(on.target.id, hire.fields.emailAddress, hire.askedDigest),
    personKey,
    ...(employeeId !== undefined && { employeeId }),
  };
}

function claimOf(hire: Hire, on: Stage): Claim {
  return {
    ...requestOf(hire),
    messageId: hire.messageId,
    nowMs: on.clock.now(),
    leaseUntilMs: on.leaseUntilMs,
    reclaimOwn: on.target.tokenLifeMs > 0 || on.target.enforcesUniqueness,
  };
}

function requestOf({ personKey, requestKey, requestId, employeeId, askedDigest }: Hire) {
  return {
    personKey,
    requestKey,
    requestId,
    askedDigest,
    ...(employeeId !== undefined && { employeeId }),
  };
}

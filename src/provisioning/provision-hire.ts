import type { Reason } from '../contracts/reason.ts';
import type { HireContext } from './context.ts';
import type { DirectoryUser } from './directory-user.ts';
import { provisionedEvent } from './events.ts';
import type { Attempt, Hire } from './hire.ts';
import {
  backoffOf,
  deferred,
  type HireResult,
  rejectedBefore,
  retry,
  retryCallFailure,
} from './hire-result.ts';
import type { Completion } from './ports.ts';
import { REASONS } from './reasons.ts';
import type { ProvisionedRecord, UserRecord } from './record.ts';
import { refusedByTarget } from './refusal-details.ts';
import { claimOf, creationOf, requestOf } from './requests.ts';
import { isSearchExhausted, type SearchPurpose, searchDirectory } from './search-directory.ts';
import { goneSeenAtMsOf, isSameRequest, standingOf } from './states.ts';
import { identifyAccount, judgeDuplicate, judgeTakeover } from './takeover.ts';
import { userNameFormOf } from './user-name.ts';

type Account = Pick<Completion, 'userId' | 'outcome' | 'accountDigest'> & {
  readonly userName: string | undefined;
};

/**
 * Provisions one hire: claims the person's record, creates the account, stores its user id.
 * A new hire costs two writes and one CreateUser. Every other path starts from the result of one of them.
 * @throws TableError when the table fails, the signal's reason when time is up; both mean a retry later
 */
export async function provisionHire(hire: Hire, ctx: HireContext): Promise<HireResult> {
  // Before the claim: a wait then leaves no write, no lease and no attempt that seems to have called.
  await ctx.target.untilTurn();
  // Connections open while the claim is written.
  ctx.target.expectCreate?.();
  const claim = await ctx.store.claim(claimOf(hire, ctx));
  if (claim.kind === 'refused') return resolveStanding(claim.record, hire, ctx);
  return createAccount({ hire, record: claim.record }, ctx);
}

async function createAccount(attempt: Attempt, ctx: HireContext): Promise<HireResult> {
  const create = () => callCreate(attempt, ctx);
  if (ctx.target.enforcesUniqueness) return create();
  // This directory accepts a second account for one address: only a search before each create prevents it.
  return takeOverOrElse(create, 'doubt', attempt, ctx);
}

async function callCreate(attempt: Attempt, ctx: HireContext): Promise<HireResult> {
  const { hire, record } = attempt;
  const result = await ctx.target.create(creationOf(hire, ctx));
  switch (result.kind) {
    case 'created': {
      const { userId, userName } = result;
      const account = { userId, outcome: 'created', accountDigest: hire.requestedDigest } as const;
      return complete({ ...account, userName }, hire, ctx);
    }
    case 'conflict':
      return resolveConflict(attempt, ctx);
    case 'rejected': {
      const reason = refusedByTarget(result.details);
      // A refusal proves nothing about an earlier call, whose account may exist anyway.
      if (record.attempts > 1 || result.afterLostAnswer)
        return resolveRefusal(reason, attempt, ctx);
      return fail(reason, attempt, ctx);
    }
    case 'unknown': {
      const retryLater = () => retryCallFailure(result, backoffOf(record));
      const isRepeated = ctx.target.enforcesUniqueness && record.attempts > 1;
      // Without unique addresses, every attempt has searched before.
      if (!result.mayBeConflict || !isRepeated) return retryLater();
      // It is the outage that fails the hire, however far the search has come.
      return takeOverOrElse(retryLater, 'refusal', attempt, ctx, retryLater);
    }
  }
}

/** The address is taken: finds the account that has it, and takes it over if it may be this hire's. */
async function resolveConflict(attempt: Attempt, ctx: HireContext): Promise<HireResult> {
  const { hire, record } = attempt;
  if (isSearchExhausted(record, hire)) return deferred('conflict-but-not-found');
  const onAbsent = (isExhausted: boolean) =>
    isExhausted
      ? deferred('conflict-but-not-found')
      : retry('conflict-but-not-found', backoffOf(record));
  return takeOverOrElse(onAbsent, 'conflict', attempt, ctx);
}

/** The directory refused a hire that an earlier call may have created: believed once no account is found. */
async function resolveRefusal(
  reason: Reason,
  attempt: Attempt,
  ctx: HireContext,
): Promise<HireResult> {
  const refuse = () => fail(reason, attempt, ctx);
  return takeOverOrElse(refuse, 'refusal', attempt, ctx);
}

/** Takes over the account that a search finds; calls `onAbsent` if a complete search finds none. */
async function takeOverOrElse(
  onAbsent: (isExhausted: boolean) => HireResult | Promise<HireResult>,
  purpose: SearchPurpose,
  attempt: Attempt,
  ctx: HireContext,
  onLater: (retry: HireResult) => HireResult = (retry) => retry,
): Promise<HireResult> {
  const search = await searchDirectory(attempt, purpose, ctx);
  switch (search.kind) {
    case 'found':
      return takeOver(search.users, attempt, ctx);
    case 'absent':
      return onAbsent(search.isExhausted);
    case 'later':
      return onLater(search.retry);
  }
}

async function takeOver(
  users: readonly [DirectoryUser, ...DirectoryUser[]],
  attempt: Attempt,
  ctx: HireContext,
): Promise<HireResult> {
  const { hire, record } = attempt;
  const identified = identifyAccount(users, hire);
  if (identified.kind === 'refuse') return fail(identified.reason, attempt, ctx);
  const found = identified.user;
  // Read after the find: an attempt that created this account stored its digest before it did.
  const latest = await ctx.store.read(hire.personKey);
  const takeover = judgeTakeover(found, hire, latest ?? record, ctx);
  switch (takeover.kind) {
    case 'take': {
      const { userId, userName } = found;
      const account = {
        userId,
        userName,
        outcome: takeover.outcome,
        accountDigest: ctx.digests.digestOf(found),
      };
      return complete(account, hire, ctx);
    }
    case 'wait':
      return retry('account-being-created', backoffOf(record));
    case 'refuse':
      return fail(takeover.reason, attempt, ctx);
  }
}

/** Stores the account. A user id that the record already has counts as the true one. */
async function complete(
  { userName, ...account }: Account,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult> {
  const userNameForm = userNameFormOf(userName, hire.fields.emailAddress);
  const completion = {
    ...requestOf(hire),
    ...account,
    ...(userNameForm && { userNameForm }),
    completedAtMs: ctx.clock.now(),
  };
  const result = await ctx.store.complete(completion);
  if (result.kind === 'completed') return { ...provisioned(result.record, hire, ctx), isNew: true };
  const { record } = result;
  if (record?.state !== 'PROVISIONED') return retry('record-changed', { kind: 'soon' });
  if (record.userId !== account.userId) return retry('twin-suspected', { kind: 'backoff' });
  return resolveStanding(record, hire, ctx);
}

/** Fails the attempt, unless this request is already done or a newer attempt is in progress. */
async function fail(reason: Reason, attempt: Attempt, ctx: HireContext): Promise<HireResult> {
  const { personKey } = attempt.hire;
  const { attempts } = attempt.record;
  const failedAtMs = ctx.clock.now();
  const result = await ctx.store.fail({ personKey, attempts, reason, failedAtMs });
  const record = result.kind === 'refused' ? result.record : undefined;
  if (record?.state === 'PROVISIONED' && isSameRequest(record, attempt.hire))
    return provisioned(record, attempt.hire, ctx);
  if (record?.state === 'CREATING' && record.attempts > attempts)
    return retry('record-changed', backoffOf(record));
  return { kind: 'rejected', reason, atMs: failedAtMs };
}

/** The existing record refused a write for this hire: the state table says what that means. */
async function resolveStanding(
  record: UserRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult> {
  const standing = standingOf(record, hire);
  switch (standing.kind) {
    case 'another-person':
      return rejected(REASONS.addressBelongsToAnother, ctx);
    case 'held': {
      const waitMs = Math.max(0, standing.leaseUntilMs - ctx.clock.now());
      return retry('lease-held', { kind: 'at-least', waitMs });
    }
    case 'rejected-before':
      return rejectedBefore(standing.record);
    case 'failed-since':
      // An instance that thaws sends a claim from before the failure: its message may be done by now.
      return retry('record-changed', { kind: 'soon' });
    case 'account-gone':
      return rejected(REASONS.accountGone, ctx);
    case 'done-by-this-request':
      return provisioned(standing.record, hire, ctx);
    case 'done-by-another-request':
      return duplicate(standing.record, hire, ctx);
  }
}

/** Another request provisioned this person; valid while the directory has the account as theirs. */
async function duplicate(
  record: ProvisionedRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult> {
  const result = await ctx.target.get(record.userId);
  switch (result.kind) {
    case 'present': {
      const obstacle = judgeDuplicate(result.user, hire, record, ctx);
      if (obstacle?.kind === 'refuse') return rejected(obstacle.reason, ctx);
      if (obstacle) return retry('account-being-created', { kind: 'backoff' });
      return provisionedFor(record, hire, ctx);
    }
    case 'gone':
      return resolveGone(record, hire, ctx);
    case 'unknown':
      return retryCallFailure(result, { kind: 'backoff' });
  }
}

/** A record without an employee id learns it from the first duplicate that brings one. */
async function provisionedFor(
  record: ProvisionedRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult> {
  const { personKey, employeeKey } = hire;
  if (employeeKey === undefined || record.employeeKey !== undefined)
    return provisioned(record, hire, ctx);
  const note = await ctx.store.noteEmployee({
    personKey,
    userId: record.userId,
    employeeKey,
  });
  if (note.kind === 'refused') return retry('record-changed', { kind: 'soon' });
  return provisioned(note.record, hire, ctx);
}

/**
 * The account is gone, once that is certain: no read lags behind its creation, no client token brings its
 * user id back. It is created again only for a message that was sent after it was first seen gone.
 */
async function resolveGone(
  record: ProvisionedRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult> {
  const { personKey, userId, completedAtMs } = record;
  const nowMs = ctx.clock.now();
  const waitMs = completedAtMs + Math.max(ctx.target.tokenLifeMs, ctx.target.readLagMs) - nowMs;
  if (waitMs > 0) return retry('account-gone', { kind: 'at-least', waitMs });
  const goneSeenAtMs = goneSeenAtMsOf(record);
  if (goneSeenAtMs === undefined) {
    const note = await ctx.store.noteGone({ personKey, userId, completedAtMs, seenAtMs: nowMs });
    if (note.kind === 'refused') return retry('record-changed', { kind: 'soon' });
  }
  if (hire.sentAtMs <= (goneSeenAtMs ?? nowMs)) return rejected(REASONS.accountGone, ctx);
  const reopening = await ctx.store.reopen(claimOf(hire, ctx), userId);
  if (reopening.kind === 'refused') return retry('record-changed', { kind: 'soon' });
  return createAccount({ hire, record: reopening.record }, ctx);
}

function provisioned(record: ProvisionedRecord, hire: Hire, ctx: HireContext) {
  const event = provisionedEvent(record, hire, ctx);
  return { kind: 'provisioned', event, isNew: false } as const;
}

function rejected(reason: Reason, ctx: HireContext): HireResult {
  return { kind: 'rejected', reason, atMs: ctx.clock.now() };
}

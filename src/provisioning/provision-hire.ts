import type { AccountFields } from '../contracts/new-hire.ts';
import type { Reason } from '../contracts/reason.ts';
import type { HireContext } from './context.ts';
import { budgetSpent, lacksPlace, spend, withPlace } from './count-creation.ts';
import type { DirectoryUser } from './directory-user.ts';
import { endSuperseded, fail } from './end-attempt.ts';
import { grantGroups, groupsOfFound } from './grant-groups.ts';
import { hasAccount } from './has-account.ts';
import type { Attempt, Hire } from './hire.ts';
import {
  backoffOf,
  deferred,
  type HireResult,
  provisioned,
  rejectedBefore,
  rejectedNow,
  retry,
  retryCallFailure,
} from './hire-result.ts';
import { freeEmployee, pointEmployee } from './point-employee.ts';
import type { ProfileNote } from './profile-rules.ts';
import { REASONS } from './reasons.ts';
import type { ProvisionedRecord, UserRecord } from './record.ts';
import { refusedByTarget } from './refusal-details.ts';
import { claimOf, creationOf, requestOf } from './requests.ts';
import { type Gone, reopen, resolveDuplicate, resumeGranting } from './resolve-duplicate.ts';
import { endSchedule, isNotDue, scheduleHire, supersedingOf } from './schedule-hire.ts';
import type { ScheduledHire } from './scheduled-hires.ts';
import {
  isSearchExhausted,
  type Look,
  type OpenCall,
  searchDirectory,
} from './search-directory.ts';
import { isFirstAttempt, isSameRequest, standingOf } from './states.ts';
import { identifyAccount, judgeTakeover, mayBeOurs } from './takeover.ts';
import { userNameFormOf } from './user-name.ts';
import type { Completion } from './users-store.ts';

type Account = Pick<Completion, 'userId' | 'outcome' | 'accountDigest'> &
  ProfileNote & {
    /** Those that it gets. */
    readonly groups: readonly string[] | undefined;
    readonly userName: string | undefined;
    /** Whether it is certain that no call of this attempt created it. */
    readonly isForeign?: boolean;
  };

/**
 * Provisions one hire: claims the person's record, creates the account, stores its user id.
 * A new hire costs two writes, three with an employee id, one more with groups, and one CreateUser. Every other path
 * starts from the result of one of them. A hire that is not due waits for its day.
 * @throws TableError when the table fails, the signal's reason when time is up; both mean a retry later
 */
export async function provisionHire(hire: Hire, ctx: HireContext): Promise<HireResult> {
  if (isNotDue(hire, ctx)) return scheduleHire(hire, ctx);
  return withPlace(ctx, (paid) => provisionDue(hire, paid));
}

async function provisionDue(hire: Hire, ctx: HireContext): Promise<HireResult> {
  // Before the claim: a wait then leaves no write, no lease and no attempt that seems to have called.
  await ctx.target.untilTurn();
  // Connections open while the claim is written.
  ctx.target.expectCreate?.(hire);
  const claim = await spend(ctx, () => ctx.store.claim(claimOf(hire, ctx)));
  if (claim.kind === 'claimed') return createAccount({ hire, record: claim.record }, ctx);
  return claim.record === undefined ? budgetSpent() : resolveStanding(claim.record, hire, ctx);
}

async function createAccount(attempt: Attempt, ctx: HireContext): Promise<HireResult> {
  const pointing = await pointEmployee(attempt, ctx);
  if (pointing.kind === 'refuse') return fail(pointing.reason, attempt, ctx, { isElsewhere: true });
  if (pointing.kind === 'later') return pointing.retry;
  // After pointing: a message with a later date looks where the employee id points, once it is stored.
  const later = await supersedingOf(attempt.hire, ctx);
  if (later) return giveWay(later, attempt, ctx);
  const create = () => callCreate(attempt, ctx);
  if (ctx.target.enforcesUniqueness) return create();
  // This directory accepts a second account for one address: only a search before each create prevents it.
  return takeOverOrElse(create, { after: 'doubt' }, attempt, ctx);
}

/** Another message has taken the place of a hire: its attempt ends, but an account that is there is completed. */
async function giveWay(
  later: ScheduledHire,
  attempt: Attempt,
  ctx: HireContext,
): Promise<HireResult> {
  const end = () => endSuperseded(later, attempt, ctx);
  return isFirstAttempt(attempt.record)
    ? end()
    : takeOverOrElse(end, { after: 'refusal' }, attempt, ctx);
}

async function callCreate(attempt: Attempt, ctx: HireContext): Promise<HireResult> {
  const { hire, record } = attempt;
  const given = await ctx.target.profile?.give(hire, ctx);
  const result = await ctx.target.create(creationOf(hire, ctx, given));
  switch (result.kind) {
    case 'created': {
      const { userId, userName } = result;
      const account = { userId, outcome: 'created', accountDigest: hire.requestedDigest } as const;
      const { groups } = hire;
      return complete({ ...account, ...given?.note, userName, groups }, attempt, ctx);
    }
    case 'conflict':
      return resolveConflict(attempt, ctx);
    case 'rejected': {
      const reason = refusedByTarget(result.details);
      if (result.afterLostAnswer) return resolveRefusal(reason, 'of-this-attempt', attempt, ctx);
      // A refusal proves nothing about an earlier call, whose account may exist anyway.
      if (!isFirstAttempt(record))
        return resolveRefusal(reason, 'of-an-earlier-attempt', attempt, ctx);
      if (result.mayBeConflict) return resolveRefusal(reason, 'none', attempt, ctx);
      return fail(reason, attempt, ctx);
    }
    case 'unknown': {
      const retryLater = () => retryCallFailure(result, backoffOf(record));
      const isRepeated = ctx.target.enforcesUniqueness && !isFirstAttempt(record);
      // Without unique addresses, every attempt has searched before.
      if (!result.mayBeConflict || !isRepeated) return retryLater();
      // It is the outage that fails the hire, however far the search has come.
      const look = { after: 'refusal', openCall: 'of-this-attempt' } as const;
      return takeOverOrElse(retryLater, look, attempt, ctx, retryLater);
    }
  }
}

/** The address is taken: finds the account that has it, and takes it over if it may be this hire's. */
async function resolveConflict(attempt: Attempt, ctx: HireContext): Promise<HireResult> {
  const { hire, record } = attempt;
  if (isSearchExhausted(record, hire)) return deferred({ cause: 'conflict-but-not-found' });
  const onAbsent = (isExhausted: boolean) =>
    isExhausted
      ? deferred({ cause: 'conflict-but-not-found' })
      : retry('conflict-but-not-found', backoffOf(record));
  return takeOverOrElse(onAbsent, { after: 'conflict' }, attempt, ctx);
}

/** The directory refused a hire that may have an account anyway: believed once none is found. */
async function resolveRefusal(
  reason: Reason,
  openCall: OpenCall,
  attempt: Attempt,
  ctx: HireContext,
): Promise<HireResult> {
  const refuse = () => fail(reason, attempt, ctx);
  return takeOverOrElse(refuse, { after: 'refusal', openCall }, attempt, ctx);
}

/** Takes over the account that a search finds; calls `onAbsent` if a complete search finds none. */
async function takeOverOrElse(
  onAbsent: (isExhausted: boolean) => HireResult | Promise<HireResult>,
  look: Look,
  attempt: Attempt,
  ctx: HireContext,
  onLater: (retry: HireResult) => HireResult = (retry) => retry,
): Promise<HireResult> {
  const search = await searchDirectory(attempt, look, ctx);
  switch (search.kind) {
    case 'found':
      return takeOver(search.users, look, attempt, ctx);
    case 'absent':
      return onAbsent(search.isExhausted);
    case 'later':
      return onLater(search.retry);
  }
}

async function takeOver(
  users: readonly [DirectoryUser, ...DirectoryUser[]],
  { after }: Look,
  attempt: Attempt,
  ctx: HireContext,
): Promise<HireResult> {
  const { hire, record } = attempt;
  // A search in doubt comes before this attempt's own call.
  const hasCalled = after !== 'doubt';
  const mayHaveAccount = hasCalled && users.some((user) => mayBeOurs(user, record));
  const identified = identifyAccount(users, hire);
  if (identified.kind === 'refuse')
    return fail(identified.reason, attempt, ctx, { mayHaveAccount });
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
        isForeign: !hasCalled || !mayBeOurs(found, record),
        groups: groupsOfFound(found, takeover.outcome, hire, ctx),
        accountDigest: ctx.digests.digestOf(found),
        ...(await ctx.target.profile?.compare(found, hire, ctx)),
      };
      return complete(account, attempt, ctx);
    }
    case 'wait':
      return retry('account-being-created', backoffOf(record));
    case 'refuse':
      return fail(takeover.reason, attempt, ctx, { mayHaveAccount });
  }
}

/** Stores the account, then grants its groups. A user id that the record already has counts as the true one. */
async function complete(
  { userName, groups, isForeign = false, ...account }: Account,
  { hire, record: claimed }: Attempt,
  ctx: HireContext,
): Promise<HireResult> {
  const { employeeKey } = claimed;
  const userNameForm = userNameFormOf(userName, hire.fields.emailAddress);
  // Before the record has it: after a kill in between, the next delivery announces it again.
  if (account.outcome !== 'existing' && hasElevatedRights(hire.fields))
    await ctx.onElevatedAccount?.();
  const completion = {
    ...requestOf(hire),
    ...account,
    ...(employeeKey !== undefined && { claimedEmployeeKey: employeeKey }),
    ...(userNameForm && { userNameForm }),
    ...(groups && { groups: new Set(groups) }),
    ...(hire.groups && !groups && { withheldGroups: new Set(hire.groups) }),
    ...hire.groupReason,
    completedAtMs: ctx.clock.now(),
  };
  const result = await ctx.store.complete(completion);
  if (result.kind === 'completed') {
    // No other attempt may yet create one either: none begins once the record is complete.
    if (isForeign && isFirstAttempt(result.record)) ctx.payment?.isUnneeded();
    await endSchedule(hire, ctx);
    const granting = await grantGroups(result.record, ctx);
    if (granting.kind !== 'granted') return granting;
    return { ...provisioned(granting.record, hire, ctx), isNew: true };
  }
  const { record } = result;
  if (!hasAccount(record)) return retry('record-changed', { kind: 'soon' });
  if (record.userId !== account.userId) return retry('twin-suspected', { kind: 'backoff' });
  return resolveStanding(record, hire, ctx);
}

function hasElevatedRights({ type, apiAccess }: AccountFields): boolean {
  return type === 'SUPER_USER' || apiAccess === 'ENABLED';
}

/** The existing record refused a write for this hire: the state table says what that means. */
async function resolveStanding(
  record: UserRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult> {
  const standing = standingOf(record, hire, ctx.clock.now());
  switch (standing.kind) {
    case 'another-person':
      return rejectedNow(REASONS.addressBelongsToAnother, ctx);
    case 'held': {
      const waitMs = standing.leaseUntilMs - ctx.clock.now();
      // A message from before the account was seen gone may not claim: it waits for the message that may.
      if (waitMs > 0) return retry('lease-held', { kind: 'at-least', waitMs });
      return lacksPlace(record, ctx) ? budgetSpent() : retry('lease-held', { kind: 'backoff' });
    }
    case 'rejected-before':
      // The attempt that failed may have ended before it did this.
      if (standing.record.employeeKey === undefined)
        await freeEmployee({ hire, record: standing.record }, ctx);
      return rejectedBefore(standing.record);
    case 'failed-since':
      // An instance that thaws sends a claim from before the failure: its message may be done by now.
      return lacksPlace(record, ctx) ? budgetSpent() : retry('record-changed', { kind: 'soon' });
    case 'account-gone':
      return rejectedNow(REASONS.accountGone, ctx);
    case 'granting': {
      const resumed = await resumeGranting(standing.record, hire, ctx);
      if (resumed.kind === 'granted') return resolveGranted(resumed.record, hire, ctx);
      return resumed.kind === 'gone' ? makeAgain(resumed, hire, ctx) : resumed;
    }
    case 'done-by-this-request':
      return provisioned(standing.record, hire, ctx);
    case 'done-by-another-request': {
      const resolved = await resolveDuplicate(standing.record, hire, ctx);
      return resolved.kind === 'gone' ? makeAgain(resolved, hire, ctx) : resolved;
    }
  }
}

/** The account has its groups by this delivery: the event of its own request is new. */
async function resolveGranted(
  record: ProvisionedRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult> {
  const result = await resolveStanding(record, hire, ctx);
  const isOwn = result.kind === 'provisioned' && isSameRequest(record, hire);
  return isOwn ? { ...result, isNew: true } : result;
}

async function makeAgain(gone: Gone, hire: Hire, ctx: HireContext): Promise<HireResult> {
  const reopening = await reopen(gone, hire, ctx);
  if (reopening.kind !== 'reopened') return reopening;
  return createAccount({ hire, record: reopening.record }, ctx);
}

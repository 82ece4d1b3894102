import type { HireContext } from './context.ts';
import { budgetSpent, spend } from './count-creation.ts';
import { type Granting, grantGroups } from './grant-groups.ts';
import type { Hire } from './hire.ts';
import {
  type HireResult,
  provisioned,
  rejectedNow,
  retry,
  retryCallFailure,
} from './hire-result.ts';
import { pointTo } from './point-employee.ts';
import { REASONS } from './reasons.ts';
import type { AccountRecord, CreatingRecord, GrantingRecord, ProvisionedRecord } from './record.ts';
import { expireWith, expiryOf, keep } from './record-expiry.ts';
import { BY_DUPLICATE, claimOf } from './requests.ts';
import { goneSeenAtMsOf, isAnotherEmployee } from './states.ts';
import { judgeDuplicate } from './takeover.ts';

/** The account is gone for certain, and that is noted. */
export interface Gone {
  readonly kind: 'gone';
  readonly record: AccountRecord;
  /** Epoch milliseconds at which it was first seen gone. */
  readonly goneSeenAtMs: number;
}

/** This hire holds the record of an account that is gone now, and is to create the account again. */
interface Reopened {
  readonly kind: 'reopened';
  readonly record: CreatingRecord;
}

/** The directory has the account on record, and nothing keeps it from serving the hire. */
interface Theirs {
  readonly kind: 'theirs';
  readonly record: AccountRecord;
}

/** The employee id of the hire, if it has one, is the record's. */
interface Tied {
  readonly kind: 'tied';
  readonly record: AccountRecord;
}

/** Another request provisioned this person; valid while the directory has the account as theirs. */
export async function resolveDuplicate(
  record: ProvisionedRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult | Gone> {
  const look = await lookAtAccount(record, hire, ctx);
  return look.kind === 'theirs' ? provisionedFor(look.record, hire, ctx) : look;
}

/**
 * The account lacks groups: an attempt ended before it had granted them all, or is at it. Whatever message meets the
 * record grants what that plans, and nothing of its own. The directory is asked first: an account that was disabled, or
 * passed to another person, gets nothing.
 */
export async function resumeGranting(
  record: GrantingRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult | Gone | Granting> {
  const look = await lookAtAccount(record, hire, ctx);
  if (look.kind !== 'theirs') return look;
  // Before the groups: while they are not granted, no other employee may learn of the account.
  const tie = await tieEmployee(look.record, hire, ctx);
  return tie.kind === 'tied' ? grantGroups(tie.record, ctx) : tie;
}

/** Whether the directory has the account on record, as this hire's. */
async function lookAtAccount(
  record: AccountRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult | Gone | Theirs> {
  const result = await ctx.target.get(record.userId);
  switch (result.kind) {
    case 'present': {
      if (isAnotherEmployee(record, hire)) return rejectedNow(REASONS.addressBelongsToAnother, ctx);
      const obstacle = judgeDuplicate(result.user, hire, record, ctx);
      if (obstacle?.kind === 'refuse') return rejectedNow(obstacle.reason, ctx);
      if (obstacle) return retry('account-being-created', { kind: 'backoff' });
      const kept = await keep(record, ctx);
      return kept ? { kind: 'theirs', record: kept } : retry('record-changed', { kind: 'soon' });
    }
    case 'gone':
      return noteGone(record, ctx);
    case 'unknown':
      return retryCallFailure(result, { kind: 'backoff' });
  }
}

async function provisionedFor(
  record: AccountRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult> {
  const tie = await tieEmployee(record, hire, ctx);
  return tie.kind === 'tied' ? reported(tie.record, hire, ctx) : tie;
}

/**
 * The employee id of a duplicate must point to this record, and a record without one learns it. In this order: a
 * record never names an id that has an account elsewhere.
 */
async function tieEmployee(
  record: AccountRecord,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult | Tied> {
  const { personKey, employeeKey } = hire;
  if (employeeKey === undefined) return { kind: 'tied', record };
  const pointing = await pointTo(record, employeeKey, BY_DUPLICATE, ctx);
  if (pointing.kind === 'refused')
    return pointing.holder
      ? rejectedNow(REASONS.employeeAtAnotherAddress, ctx)
      : retry('record-changed', { kind: 'soon' });
  if (record.employeeKey !== undefined) return { kind: 'tied', record };
  const note = await ctx.store.noteEmployee({
    personKey,
    userId: record.userId,
    employeeKey,
  });
  if (note.kind === 'refused') return retry('record-changed', { kind: 'soon' });
  return { kind: 'tied', record: note.record };
}

/** A record that was erased and made again since may lack groups. */
function reported(record: AccountRecord, hire: Hire, ctx: HireContext): HireResult {
  return record.state === 'PROVISIONED'
    ? provisioned(record, hire, ctx)
    : retry('record-changed', { kind: 'soon' });
}

/**
 * The account is gone, once that is certain: no read lags behind its creation, no client token brings its
 * user id back.
 */
async function noteGone(record: AccountRecord, ctx: HireContext): Promise<HireResult | Gone> {
  const { personKey, userId, completedAtMs } = record;
  const nowMs = ctx.clock.now();
  const waitMs = completedAtMs + Math.max(ctx.target.tokenLifeMs, ctx.target.readLagMs) - nowMs;
  if (waitMs > 0) return retry('account-gone', { kind: 'at-least', waitMs });
  let gone = record;
  if (goneSeenAtMsOf(record) === undefined) {
    const expiry = expiryOf(nowMs, ctx);
    const seen = { personKey, userId, completedAtMs, seenAtMs: nowMs, ...expiry };
    const note = await ctx.store.noteGone(seen);
    if (note.kind === 'refused') return retry('record-changed', { kind: 'soon' });
    gone = note.record;
  }
  return { kind: 'gone', record: gone, goneSeenAtMs: goneSeenAtMsOf(gone) ?? nowMs };
}

/** An account that is gone is made again only for a message that was sent after it was first seen gone. */
export async function reopen(
  { record, goneSeenAtMs }: Gone,
  hire: Hire,
  ctx: HireContext,
): Promise<HireResult | Reopened> {
  if (hire.sentAtMs <= goneSeenAtMs) {
    await expireWith(record, ctx);
    const isAnothers = isAnotherEmployee(record, hire);
    return rejectedNow(isAnothers ? REASONS.addressBelongsToAnother : REASONS.accountGone, ctx);
  }
  // It is one more first creation: what was counted is the account that is gone.
  if (ctx.payment && ctx.payment.hour === undefined) return budgetSpent();
  const reopening = await spend(ctx, () => ctx.store.reopen(claimOf(hire, ctx), record));
  if (reopening.kind === 'refused') return retry('record-changed', { kind: 'soon' });
  return { kind: 'reopened', record: reopening.record };
}

import type { Reason } from '../contracts/reason.ts';
import type { HireContext } from './context.ts';
import type { Attempt } from './hire.ts';
import { backoffOf, type HireResult, provisioned, retry } from './hire-result.ts';
import { freeEmployee } from './point-employee.ts';
import { superseded } from './schedule-hire.ts';
import type { ScheduledHire } from './scheduled-hires.ts';
import { isFirstAttempt, isSameRequest } from './states.ts';

/**
 * Fails the attempt, unless this request is already done or a newer attempt is in progress.
 * @param known `mayHaveAccount`: a call of this attempt may have created one. `isElsewhere`: the employee id is held
 *   by another person's record
 */
export async function fail(
  reason: Reason,
  attempt: Attempt,
  ctx: HireContext,
  { mayHaveAccount = false, isElsewhere = false } = {},
): Promise<HireResult> {
  const { personKey, attempts } = attempt.record;
  const failedAtMs = ctx.clock.now();
  const madeNoAccount = isFirstAttempt(attempt.record) && !mayHaveAccount;
  const freesEmployee = madeNoAccount || isElsewhere;
  const failure = { personKey, attempts, reason, failedAtMs, madeNoAccount, freesEmployee };
  const result = await ctx.store.fail(failure);
  // No attempt may yet create one, and the record counts none any more.
  if (result.kind === 'written' && madeNoAccount) ctx.payment?.isUnneeded();
  if (result.kind === 'written' && madeNoAccount) await freeEmployee(attempt, ctx);
  const record = result.kind === 'refused' ? result.record : undefined;
  if (record?.state === 'PROVISIONED' && isSameRequest(record, attempt.hire))
    return provisioned(record, attempt.hire, ctx);
  if (record?.state === 'GRANTING') return retry('record-changed', { kind: 'soon' });
  if (record?.state === 'CREATING' && record.attempts > attempts)
    return retry('record-changed', backoffOf(record));
  return { kind: 'rejected', reason, atMs: failedAtMs };
}

/** Ends an attempt that has no account, and whose place another message, or an operator's decision, has taken. */
export async function endSuperseded(
  by: ScheduledHire,
  attempt: Attempt,
  ctx: HireContext,
): Promise<HireResult> {
  const { hire, record } = attempt;
  const { personKey, attempts } = record;
  const leavesPlace = isFirstAttempt(record);
  const releasedAtMs = ctx.clock.now();
  const release = { personKey, attempts, leavesPlace, madeNoAccount: true, releasedAtMs };
  const { kind } = await ctx.store.release(release);
  if (kind === 'refused') return retry('record-changed', backoffOf(record));
  if (leavesPlace) ctx.payment?.isUnneeded();
  await freeEmployee(attempt, ctx);
  return superseded(by, hire, ctx);
}

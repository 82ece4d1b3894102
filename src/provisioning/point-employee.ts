import type { Reason } from '../contracts/reason.ts';
import type { HireContext } from './context.ts';
import type { Attempt, Hire } from './hire.ts';
import { backoffOf, type Retry, retry } from './hire-result.ts';
import { REASONS } from './reasons.ts';
import type { UserRecord } from './record.ts';
import { pointerTo } from './requests.ts';
import { blocksEmployee, isFirstAttempt } from './states.ts';

type Pointing =
  | { readonly kind: 'pointed' }
  /** The employee has an account at another address. */
  | { readonly kind: 'refuse'; readonly reason: Reason }
  /** The record let go of the id; another message about the employee may yet do so too. */
  | { readonly kind: 'later'; readonly retry: Retry };

/**
 * Points the record's employee id to the record, before an account is created: an employee has one account,
 * at whatever address. A hire without an id acts for the id that holds the record. Where the id points to
 * another person's record, this one lets go of it, so that no message waits for an id that it cannot have.
 */
export async function pointEmployee(attempt: Attempt, ctx: HireContext): Promise<Pointing> {
  const { hire, record } = attempt;
  const { employeeKey } = record;
  if (employeeKey === undefined) return { kind: 'pointed' };
  const result = await pointTo(record, employeeKey, record.attempts, ctx);
  if (result.kind === 'pointed') return result;
  const isElsewhere = hire.employeeKey !== undefined && blocksEmployee(result.holder, employeeKey);
  if (isElsewhere) return { kind: 'refuse', reason: REASONS.employeeAtAnotherAddress };
  const { personKey, attempts } = record;
  const madeNoAccount = isFirstAttempt(record);
  const releasedAtMs = ctx.clock.now();
  const release = { personKey, attempts, madeNoAccount, leavesPlace: madeNoAccount, releasedAtMs };
  const { kind } = await ctx.store.release(release);
  // The record counts no creation any more: the retry takes a place of its own.
  if (kind === 'written' && madeNoAccount) ctx.payment?.isUnneeded();
  return {
    kind: 'later',
    retry: retry(kind === 'refused' ? 'record-changed' : 'employee-in-progress', backoffOf(record)),
  };
}

/** An attempt that certainly made no account gives its employee id free, for HR's corrected message. */
export async function freeEmployee(
  { hire, record }: { readonly hire: Hire; readonly record: UserRecord },
  ctx: HireContext,
): Promise<void> {
  const { employeeKey } = hire;
  if (employeeKey === undefined) return;
  await ctx.store.unpoint(pointerTo(record, employeeKey, record.attempts));
}

/**
 * Points an employee id to a record, over a pointer whose record is not there any more, too. An attempt claims before
 * it points: a record that is absent has expired, or was erased. A newer attempt may have been rejected before it was.
 * @returns if refused, the record that holds the id; absent where pointer or record have changed since
 */
export async function pointTo(
  record: UserRecord,
  employeeKey: string,
  attempts: number,
  { store, clock }: HireContext,
): Promise<{ kind: 'pointed' } | { kind: 'refused'; holder?: UserRecord }> {
  const pointer = { ...pointerTo(record, employeeKey, attempts), pointedAtMs: clock.now() };
  const result = await store.point(pointer, undefined);
  if (result.kind === 'pointed') return result;
  const holder = await store.read(result.pointer.personKey);
  if (holder !== undefined) return { kind: 'refused', holder };
  const now = await store.read(record.personKey);
  if (now?.attempts !== record.attempts) return { kind: 'refused' };
  const { kind } = await store.point(pointer, result.pointer);
  return { kind };
}

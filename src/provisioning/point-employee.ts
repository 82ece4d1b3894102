import type { Reason } from '../contracts/reason.ts';
import type { HireContext } from './context.ts';
import type { Attempt, Hire } from './hire.ts';
import { backoffOf, type Retry, retry } from './hire-result.ts';
import { REASONS } from './reasons.ts';
import type { EmployeePointer, UserRecord } from './record.ts';
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
  const result = await ctx.store.point(pointerTo(record, employeeKey, record.attempts));
  if (result.kind === 'pointed') return result;
  const isElsewhere =
    hire.employeeKey !== undefined && (await isHeldElsewhere(result.pointer, ctx));
  if (isElsewhere) return { kind: 'refuse', reason: REASONS.employeeAtAnotherAddress };
  const { personKey, attempts } = record;
  const madeNoAccount = isFirstAttempt(record);
  const { kind } = await ctx.store.release({ personKey, attempts, madeNoAccount });
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

async function isHeldElsewhere(
  { personKey, employeeKey }: EmployeePointer,
  { store }: HireContext,
): Promise<boolean> {
  return blocksEmployee(await store.read(personKey), employeeKey);
}

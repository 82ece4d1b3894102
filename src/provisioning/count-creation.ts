import type { HireContext } from './context.ts';
import { type HireResult, type Retry, retry } from './hire-result.ts';
import type { UserRecord } from './record.ts';

/**
 * With these, a message waits for 9 days, when it is deferred anyway, before it is received 950 times; and one that
 * waits learns of a raised budget within 15 minutes.
 */
const WAIT = { fromMs: 14 * 60_000, toMs: 15 * 60_000 };

/** No place is left in this hour, and the account was not counted before: the hire waits. */
export function budgetSpent(): Retry {
  return retry('creation-budget-spent', { kind: 'between', ...WAIT });
}

/** Provisions one hire with a place of the budget, if it gets one. Where creations have no limit, it needs none. */
export async function withPlace(
  ctx: HireContext,
  provision: (ctx: HireContext) => Promise<HireResult>,
): Promise<HireResult> {
  if (ctx.places === undefined) return provision(ctx);
  const payment = await ctx.places.draw();
  try {
    return await provision({ ...ctx, payment });
  } finally {
    payment.end();
  }
}

/** Writes a claim that the place of this hire pays for. */
export function spend<Result extends { readonly usesPlace?: true }>(
  { payment }: HireContext,
  write: () => Promise<Result>,
): Promise<Result> {
  return payment === undefined ? write() : payment.spendOn(write);
}

/** Whether this hire could not claim the record only because it got no place. */
export function lacksPlace({ hasPlace }: UserRecord, { payment }: HireContext): boolean {
  return payment !== undefined && payment.hour === undefined && !hasPlace;
}

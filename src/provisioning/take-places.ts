import { type CreationBudget, hourOf, type Places, type Take } from './creation-budget.ts';
import type { Clock } from './ports.ts';

/** Each refused write means that another instance was faster. More of them in a row are not seen. */
const MOST_WRITES = 6;

export interface BudgetRules {
  readonly budget: CreationBudget;
  /** First creations in an hour. */
  readonly limit: number;
  readonly clock: Clock;
}

/**
 * Takes so many places of this hour's budget, or those that are left: one write where enough are. A refused write
 * returns the count, and so why. With none left, an operator's ceiling may give some.
 */
export async function takePlaces(
  wanted: number,
  rules: BudgetRules,
  signal: AbortSignal,
): Promise<Places> {
  const hour = hourOf(rules.clock);
  let take: Take | undefined = {
    hour,
    count: Math.min(wanted, rules.limit),
    most: rules.limit,
    startsHour: false,
  };
  for (let writes = 1; take && writes <= MOST_WRITES; writes += 1) {
    const result = await rules.budget.take(take, signal);
    if (result.kind === 'taken') return { hour: take.hour, count: take.count };
    take = await nextTake(result.taken, wanted, rules, signal);
  }
  return { hour, count: 0 };
}

/** What to try after a refused write; undefined where no place is left. */
async function nextTake(
  taken: Places | undefined,
  wanted: number,
  { budget, limit, clock }: BudgetRules,
  signal: AbortSignal,
): Promise<Take | undefined> {
  const hour = hourOf(clock);
  if (taken === undefined || taken.hour < hour)
    return { hour, count: Math.min(wanted, limit), most: limit, startsHour: true };
  // An instance whose clock is behind counts in the later hour of the others: the count never goes back.
  const from = { hour: taken.hour, startsHour: false };
  const left = limit - taken.count;
  if (left > 0) return { ...from, count: Math.min(wanted, left), most: limit };
  const ceiling = await budget.readCeiling(signal);
  if (ceiling === undefined || ceiling.untilMs <= clock.now()) return undefined;
  const leftOfCeiling = ceiling.perHour - taken.count;
  if (leftOfCeiling <= 0) return undefined;
  return { ...from, count: Math.min(wanted, leftOfCeiling), most: ceiling.perHour };
}

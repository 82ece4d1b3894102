import type { BudgetNow } from '../../budget/read-budget.ts';
import { counted, isoTime, timeText } from '../format.ts';
import type { Entry } from '../table.ts';

export const BUDGET_JSON =
  '{ limit: number | null, taken, nextHourAt, ceiling?: { perHour, until }, newHireQueue: { waiting, inFlight, delayed } }';

export function budgetJson({ limit, taken, nextHourMs, ceiling, newHires }: BudgetNow) {
  return {
    limit: limit ?? null,
    taken,
    nextHourAt: isoTime(nextHourMs),
    ...(ceiling && { ceiling: { perHour: ceiling.perHour, until: isoTime(ceiling.untilMs) } }),
    newHireQueue: newHires,
  };
}

export function budgetEntries(budget: BudgetNow): readonly Entry[] {
  const { limit, taken, nextHourMs, ceiling, newHires } = budget;
  if (limit === undefined)
    return [['limit', 'none: as many accounts are created as hires come in']];
  return [
    ['limit', `${counted(limit, 'account')} in an hour`],
    [
      'ceiling',
      ceiling
        ? `${counted(ceiling.perHour, 'account')} in an hour until ${timeText(ceiling.untilMs)}`
        : 'none',
    ],
    [
      'taken',
      `${taken} in this hour, of ${mostOf(budget)}; the next one begins at ${timeText(nextHourMs)}`,
    ],
    [
      'new-hire queue',
      `${newHires.waiting} waiting, ${newHires.inFlight} in flight or waiting for a retry or a place`,
    ],
  ];
}

/** What the function allows in this hour. */
export function mostOf({ limit = 0, ceiling }: BudgetNow): number {
  return Math.max(limit, ceiling?.perHour ?? 0);
}

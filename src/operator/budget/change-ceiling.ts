import { writeCeiling } from '../../aws/budget-ceiling.ts';
import type { Ceiling } from '../../provisioning/creation-budget.ts';
import { recordChange } from '../changes/record-change.ts';
import { nowMsAtAws, type Stack, usersTableOf } from '../stack/stack.ts';

const LASTS_MS = 24 * 3_600_000;

/** Allows so many first creations in an hour, in place of the limit, for 24 hours. The change is logged. */
export async function raiseBudget(
  stack: Stack,
  { perHour, why }: { readonly perHour: number; readonly why: string },
  signal: AbortSignal,
): Promise<Ceiling> {
  const ceiling = { perHour, untilMs: nowMsAtAws(stack) + LASTS_MS };
  await recordChange(stack, { command: 'budget raise', perHour, why }, () =>
    writeCeiling(usersTableOf(stack), ceiling, signal),
  );
  return ceiling;
}

/** Takes it back: the limit holds again. The change is logged. */
export function resetBudget(
  stack: Stack,
  why: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const change = { command: 'budget reset', ...(why !== undefined && { why }) };
  return recordChange(stack, change, () => writeCeiling(usersTableOf(stack), undefined, signal));
}

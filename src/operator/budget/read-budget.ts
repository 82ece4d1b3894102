import { BUDGET_KEYS, createCreationBudget, placesOf } from '../../aws/creation-budget.ts';
import { readItem } from '../../aws/read-item.ts';
import { type Ceiling, hourOf } from '../../provisioning/creation-budget.ts';
import { type QueueDepth, queueDepth } from '../stack/queue-depth.ts';
import { nowMsAtAws, readStackSettings, type Stack, usersTableOf } from '../stack/stack.ts';

/** The budget of creations of a stack, as it stands. */
export interface BudgetNow {
  /** First creations in an hour, as it is deployed; absent without a limit. */
  readonly limit?: number;
  /** Places that were taken in this hour: at least as many as accounts were created. */
  readonly taken: number;
  /** Epoch milliseconds at which the next hour begins. */
  readonly nextHourMs: number;
  /** Absent where none is in force. */
  readonly ceiling?: Ceiling;
  /** Of the new-hire queue: those that wait for a place are among them. */
  readonly newHires: QueueDepth;
}

const HOUR_MS = 3_600_000;

export async function readBudget(stack: Stack, signal: AbortSignal): Promise<BudgetNow> {
  const table = usersTableOf(stack);
  const [{ creationsPerHour: limit }, item, ceiling, newHires] = await Promise.all([
    readStackSettings(stack),
    readItem(table, BUDGET_KEYS.count, signal),
    createCreationBudget(table).readCeiling(signal),
    queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl, signal),
  ]);
  const nowMs = nowMsAtAws(stack);
  const hour = hourOf({ now: () => nowMs });
  const places = item && placesOf(item);
  return {
    ...(limit !== undefined && { limit }),
    // A clock that was ahead has begun a later hour, in which all count.
    taken: places && places.hour >= hour ? places.count : 0,
    nextHourMs: (Math.max(hour, places?.hour ?? 0) + 1) * HOUR_MS,
    ...(ceiling && ceiling.untilMs > nowMs && { ceiling }),
    newHires,
  };
}

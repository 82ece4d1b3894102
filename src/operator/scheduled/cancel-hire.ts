import { cancelScheduled } from '../../aws/cancel-scheduled.ts';
import type { DroppedEvent } from '../../contracts/completion-event.ts';
import type { Drop } from '../../provisioning/events.ts';
import { nowMsAtAws, type Stack, scheduledTableOf } from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';
import { type AfterCancel, afterCancel } from './after-cancel.ts';
import { dropCancelled } from './drop-cancelled.ts';

export interface Cancelled {
  readonly after: AfterCancel;
  /** As it was published. None while an attempt is open, and none where another event reports the end of the request. */
  readonly event?: DroppedEvent;
}

/**
 * Cancels a hire as it was shown, and publishes the end of its request. In this order: cut off in between, the hire
 * stays cancelled with its message, and the next call for it publishes the event, with the same id.
 * @param shown one that is cancelled already is only ended
 * @returns `undefined` where a message, or another operator, was faster, and nothing is cancelled
 * @throws {Error} if the event could not be sent; the hire is cancelled then
 */
export async function cancelHire(
  stack: Stack,
  shown: StoredHire,
  dropping: Drop,
  signal: AbortSignal,
): Promise<Cancelled | undefined> {
  const cancelled = shown.state === 'cancelled' ? shown : await markCancelled(stack, shown, signal);
  if (cancelled === undefined) return undefined;
  const after = await afterCancel(stack, cancelled, signal);
  const event = await dropCancelled(stack, { cancelled, after, dropping, signal });
  return { after, ...(event && { event }) };
}

/** Cancels a hire as it was shown, and publishes nothing yet. `undefined`: it is not as it was shown. */
export async function markCancelled(
  stack: Stack,
  shown: StoredHire,
  signal: AbortSignal,
): Promise<StoredHire | undefined> {
  // The clock of this machine may be behind by minutes: the decision must be later than what it is about.
  const nowMs = Math.max(nowMsAtAws(stack), shown.askedAtMs + 1);
  const result = await cancelScheduled(scheduledTableOf(stack), shown, nowMs, signal);
  if (result === 'changed') return undefined;
  return { ...shown, state: 'cancelled', askedAtMs: nowMs, version: shown.version + 1 };
}

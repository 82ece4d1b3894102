import type { CompletionEvent } from '../contracts/completion-event.ts';
import { deferredEvent, rejectedEvent } from './events.ts';
import { retry } from './hire-result.ts';
import type { CompletionEvents } from './message-ports.ts';
import type { ProcessedHire } from './processed-hire.ts';
import { areIdsClaimed } from './refuse-hire.ts';
import { markStored, type StoreFailedDeps, storeFailed } from './store-failed.ts';

export interface SettleDeps extends StoreFailedDeps {
  readonly completionEvents: CompletionEvents;
}

/**
 * Publishes every result. A failed message is stored in its queue before its event is sent, so that no
 * event announces a message that could still be lost. A message whose event was not sent is retried.
 */
export async function settle(
  hires: readonly ProcessedHire[],
  deps: SettleDeps,
): Promise<readonly ProcessedHire[]> {
  const notStored = await storeFailed(hires, deps);
  const events = new Map<ProcessedHire, CompletionEvent>();
  for (const hire of hires) {
    const event = notStored.has(hire) ? undefined : eventOf(hire, deps);
    if (event) events.set(hire, event);
  }
  const unsent = await publish([...events.values()], deps);
  const isUnsent = (hire: ProcessedHire) => unsent.has(events.get(hire)?.id ?? '');
  await markStored(hires.filter(isUnsent), deps);
  return hires.map((hire) => {
    const isSettled = hire.result.kind === 'retry' || (events.has(hire) && !isUnsent(hire));
    return isSettled ? hire : { ...hire, result: retry('queue-unavailable', { kind: 'backoff' }) };
  });
}

function eventOf(
  { facts, result }: ProcessedHire,
  { clock, digests }: SettleDeps,
): CompletionEvent | undefined {
  switch (result.kind) {
    case 'provisioned':
    case 'scheduled':
      return result.event;
    case 'rejected': {
      const { reason, atMs } = result;
      // A message that is refused now may repeat the rejection of an attempt that was accepted.
      return rejectedEvent(
        { ...facts, isRefused: areIdsClaimed(reason.code) },
        reason,
        atMs,
        digests,
      );
    }
    case 'deferred':
      return deferredEvent(facts, result.reason, clock.now(), digests, result.userId);
    case 'retry':
      return undefined;
  }
}

/** @returns the ids of the events that were not sent. Several messages may share one event. */
async function publish(
  events: readonly CompletionEvent[],
  { completionEvents, settleSignal }: SettleDeps,
): Promise<ReadonlySet<string>> {
  const byId = new Map(events.map((event) => [event.id, event]));
  if (byId.size === 0) return new Set();
  return completionEvents.publish([...byId.values()], settleSignal);
}

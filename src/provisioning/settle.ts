import type { CompletionEvent } from '../contracts/completion-event.ts';
import { deferredEvent, type FailedMessageFacts, rejectedEvent } from './events.ts';
import { deferred, type HireResult, retry } from './hire-result.ts';
import type { Message } from './message.ts';
import type { Clock, CompletionEvents, FailedMessage, FailedMessages } from './ports.ts';

/** SQS dead-letters a message after 100 receives, without a reason; we defer it earlier, with one. */
const DEFER_AT_RECEIVE = 95;
/** The queue deletes a message after 10 days, however long it waited to be received. */
const DEFER_AFTER_SENT_MS = 9 * 24 * 3_600_000;

export interface SettleDeps {
  readonly clock: Clock;
  readonly completionEvents: CompletionEvents;
  readonly failedMessages: FailedMessages;
  /** Milliseconds since the first receive after which a message is deferred to an operator. */
  readonly deferAfterMs: number;
  /** Ends the sending: later than the work, but early enough to return. */
  readonly settleSignal: AbortSignal;
}

/** A processed message, and the result of its hire. */
export interface ProcessedHire {
  readonly message: Message;
  readonly facts: FailedMessageFacts;
  /** Whether it requests more than a plain account; creating one raises an alarm. */
  readonly requestsElevatedRights: boolean;
  readonly result: HireResult;
}

/**
 * Publishes every result. A failed message is stored in its queue before its event is sent, so that no
 * event announces a message that could still be lost. A message whose event was not sent is retried.
 */
export async function settle(
  processed: readonly ProcessedHire[],
  deps: SettleDeps,
): Promise<readonly ProcessedHire[]> {
  const hires = processed.map((hire) => deferIfDue(hire, deps));
  const notStored = await storeFailed(hires, deps);
  const events = new Map<ProcessedHire, CompletionEvent>();
  for (const hire of hires) {
    const event = notStored.has(hire.message.messageId) ? undefined : eventOf(hire, deps);
    if (event) events.set(hire, event);
  }
  const unsent = await publish([...events.values()], deps);
  return hires.map((hire) => {
    const event = events.get(hire);
    const isSettled = hire.result.kind === 'retry' || (event && !unsent.has(event.id));
    return isSettled ? hire : { ...hire, result: retry('queue-unavailable', { kind: 'backoff' }) };
  });
}

function deferIfDue(hire: ProcessedHire, { clock, deferAfterMs }: SettleDeps): ProcessedHire {
  const { result, message } = hire;
  const isDue =
    message.receiveCount >= DEFER_AT_RECEIVE ||
    clock.now() - message.firstReceivedAtMs >= deferAfterMs ||
    clock.now() - message.sentAtMs >= DEFER_AFTER_SENT_MS;
  return result.kind === 'retry' && isDue ? { ...hire, result: deferred(result.cause) } : hire;
}

/** @returns the ids of the messages that did not reach their queue */
async function storeFailed(
  hires: readonly ProcessedHire[],
  { failedMessages, settleSignal }: SettleDeps,
): Promise<ReadonlySet<string>> {
  const toReject = hires.flatMap(({ message, facts, result }) =>
    result.kind === 'rejected' ? [failedMessageOf(message, facts, result.reason, result.atMs)] : [],
  );
  const toDefer = hires.flatMap(({ message, facts, result }) =>
    result.kind === 'deferred'
      ? [failedMessageOf(message, facts, result.reason, message.firstReceivedAtMs)]
      : [],
  );
  const notStored = await Promise.all([
    toReject.length > 0 ? failedMessages.reject(toReject, settleSignal) : new Set<string>(),
    toDefer.length > 0 ? failedMessages.defer(toDefer, settleSignal) : new Set<string>(),
  ]);
  return new Set(notStored.flatMap((ids) => [...ids]));
}

function failedMessageOf(
  { messageId, body }: Message,
  { requestId }: FailedMessageFacts,
  reason: FailedMessage['reason'],
  atMs: number,
): FailedMessage {
  return { messageId, body, requestId, reason, atMs };
}

function eventOf(
  { facts, result }: ProcessedHire,
  { clock }: SettleDeps,
): CompletionEvent | undefined {
  switch (result.kind) {
    case 'provisioned':
      return result.event;
    case 'rejected':
      return rejectedEvent(facts, result.reason, result.atMs);
    case 'deferred':
      return deferredEvent(facts, result.reason, clock.now());
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

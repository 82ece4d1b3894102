import type { CompletionEvent } from '../contracts/completion-event.ts';
import { type Ending, handedOver, type Retry, retry } from './ending.ts';
import { deferredEvent, rejectedEvent, type SetAsideFacts } from './events.ts';
import type { Message } from './message.ts';
import type { Clock, CompletionEvents, RejectedMessages, SetAside } from './ports.ts';

/** The queue gives up at 100 receives, without a reason; we hand over before, with one. */
const HAND_OVER_AT_RECEIVE = 95;
/** The queue forgets a message after 10 days, however long it waited to be received. */
const HAND_OVER_AFTER_SENT_MS = 9 * 24 * 3_600_000;

/** What outcomes are sent out with. */
export interface Settlement {
  readonly clock: Clock;
  readonly completionEvents: CompletionEvents;
  readonly rejectedMessages: RejectedMessages;
  /** Milliseconds since the first receive after which a message is an operator's. */
  readonly handOverAfterMs: number;
  /** Ends the sending: later than the work, early enough to answer. */
  readonly settleSignal: AbortSignal;
}

/** A message whose story has been told, but not yet to anybody outside. */
export interface Told {
  readonly message: Message;
  readonly facts: SetAsideFacts;
  /** Whether it asks for more than a plain account; an operator is told when it gets it. */
  readonly asksElevated: boolean;
  readonly ending: Ending;
}

/** What the queue must do: delete the message, or show it again. `ending` is for the log. */
export type Fate = Told &
  ({ readonly kind: 'done' } | { readonly kind: 'again'; readonly retry: Retry });

/**
 * Sends out how each story ended. What is set aside goes to its queue first and its event after, so
 * that nothing is told before it is kept; a message is done only once its event is out.
 */
export async function settle(stories: readonly Told[], on: Settlement): Promise<readonly Fate[]> {
  const told = stories.map((story) => handOverIfDue(story, on));
  const lost = await setAside(told, on);
  const events = new Map(
    told
      .filter(({ message }) => !lost.has(message.messageId))
      .flatMap((story) => {
        const event = eventOf(story, on);
        return event ? [[story.message.messageId, event] as const] : [];
      }),
  );
  const unsent = await publish([...events.values()], on);
  return told.map((story) => fateOf(story, events.get(story.message.messageId), unsent));
}

function handOverIfDue(story: Told, { clock, handOverAfterMs }: Settlement): Told {
  const { ending, message } = story;
  const isDue =
    message.receiveCount >= HAND_OVER_AT_RECEIVE ||
    clock.now() - message.firstReceivedAtMs >= handOverAfterMs ||
    clock.now() - message.sentAtMs >= HAND_OVER_AFTER_SENT_MS;
  return ending.kind === 'retry' && isDue ? { ...story, ending: handedOver(ending.cause) } : story;
}

/** Answers the ids of the messages that did not reach their queue. */
async function setAside(told: readonly Told[], on: Settlement): Promise<ReadonlySet<string>> {
  const rejected = told.flatMap(({ message, facts, ending }) =>
    ending.kind === 'rejected' ? [asideOf(message, facts, ending.reason, ending.atMs)] : [],
  );
  const overdue = told.flatMap(({ message, facts, ending }) =>
    ending.kind === 'handed-over'
      ? [asideOf(message, facts, ending.reason, message.firstReceivedAtMs)]
      : [],
  );
  const { rejectedMessages, settleSignal } = on;
  const lost = await Promise.all([
    rejected.length > 0 ? rejectedMessages.reject(rejected, settleSignal) : new Set<string>(),
    overdue.length > 0 ? rejectedMessages.handOver(overdue, settleSignal) : new Set<string>(),
  ]);
  return new Set(lost.flatMap((ids) => [...ids]));
}

function asideOf(
  { messageId, body }: Message,
  { requestId }: SetAsideFacts,
  reason: SetAside['reason'],
  atMs: number,
): SetAside {
  return { messageId, body, requestId, reason, atMs };
}

function eventOf({ facts, ending }: Told, { clock }: Settlement): CompletionEvent | undefined {
  switch (ending.kind) {
    case 'provisioned':
      return ending.event;
    case 'rejected':
      return rejectedEvent(facts, ending.reason, ending.atMs);
    case 'handed-over':
      return deferredEvent(facts, ending.reason, clock.now());
    case 'retry':
      return undefined;
  }
}

/** Answers the ids of the events that did not go out. One event may stand for several messages. */
async function publish(
  events: readonly CompletionEvent[],
  { completionEvents, settleSignal }: Settlement,
): Promise<ReadonlySet<string>> {
  const byId = new Map(events.map((event) => [event.id, event]));
  if (byId.size === 0) return new Set();
  return completionEvents.publish([...byId.values()], settleSignal);
}

function fateOf(
  story: Told,
  event: CompletionEvent | undefined,
  unsent: ReadonlySet<string>,
): Fate {
  if (story.ending.kind === 'retry') return { ...story, kind: 'again', retry: story.ending };
  if (event === undefined || unsent.has(event.id))
    return { ...story, kind: 'again', retry: retry('queue-unavailable', { kind: 'backoff' }) };
  return { ...story, kind: 'done' };
}

import type { Clock } from '../../../src/provisioning/ports.ts';
import type { KeptMessage } from '../view.ts';

/** Six times the function's timeout, as the new-hire queue has it. */
const VISIBILITY_TIMEOUT_MS = 360_000;
const MAX_RECEIVE_COUNT = 1000;
/** A message that is near a limit of the queue may be deferred for any cause. */
const RECEIVES_NEAR_LIMIT = 950;
const AGE_NEAR_LIMIT_MS = 9 * 24 * 3_600_000;
/** The backoff puts an hour at most between two receives. */
const RECEIVES_IN_A_DAY = 24;
const WAITING: readonly string[] = [
  'out-of-time',
  'lease-held',
  'search-unfinished',
  'creation-budget-spent',
];

/** What the attributes of a copy say, in epoch milliseconds; a redrive keeps them. */
export interface CopyTimes {
  readonly askedAtMs?: number | undefined;
  readonly releasedForMs?: number | undefined;
}

/** A message on the new-hire queue. */
export interface QueuedMessage extends CopyTimes {
  readonly messageId: string;
  readonly body: string;
  readonly sentAtMs: number;
  firstReceivedAtMs?: number;
  receiveCount: number;
  visibleAtMs: number;
}

/** What was asked for, and when, in epoch milliseconds. */
export interface Asked {
  readonly body: string;
  readonly askedAtMs: number;
}

type FailureQueue = 'rejected' | 'deadLetters';

/**
 * SQS in memory, as far as the promise rests on it: standard queues, a redrive policy, no
 * retention.
 */
export function createQueues(clock: Clock) {
  const messages = new Map<string, QueuedMessage>();
  const bodies: string[] = [];
  const sentAtMs = new Map<string, number>();
  const asked: Asked[] = [];
  const deleted: string[] = [];
  const keptEver: KeptMessage[] = [];
  /** Ids of the failed messages that are stored although their events were not sent. */
  const stored = new Set<string>();
  let sent = 0;

  return {
    messages: messages as ReadonlyMap<string, QueuedMessage>,
    /** Every body that was ever sent. */
    bodies: bodies as readonly string[],
    /** Bodies of the messages that were deleted once they were done. */
    deleted: deleted as readonly string[],
    /** Messages for an operator to take. SQS itself moves one that was received too often. */
    rejected: [] as (CopyTimes & { readonly body: string })[],
    deadLetters: [] as (CopyTimes & { readonly body: string; readonly code?: string })[],
    /** Every message that the function moved to one of these. */
    keptEver: keptEver as readonly KeptMessage[],

    /** Every message that was ever sent, and when HR asked for it. */
    asked: asked as readonly Asked[],

    send(body: string, times: CopyTimes = {}): void {
      sent += 1;
      const messageId = `m-${sent}`;
      const nowMs = clock.now();
      messages.set(messageId, {
        messageId,
        body,
        receiveCount: 0,
        sentAtMs: nowMs,
        visibleAtMs: nowMs,
        ...times,
      });
      asked.push({ body, askedAtMs: times.askedAtMs ?? nowMs });
      sentAtMs.set(messageId, nowMs);
      bodies.push(body);
    },

    sentAtMsOf: (messageId: string): number | undefined => sentAtMs.get(messageId),

    waiting: (): readonly string[] => [...messages.values()].map(({ body }) => body),

    visible: (): readonly QueuedMessage[] =>
      [...messages.values()].filter(({ visibleAtMs }) => visibleAtMs <= clock.now()),

    invisible: (): readonly QueuedMessage[] =>
      [...messages.values()].filter(({ visibleAtMs }) => visibleAtMs > clock.now()),

    /** Returns the messages that a consumer gets. The others were received too often. */
    receive(chosen: readonly QueuedMessage[]): readonly QueuedMessage[] {
      for (const message of chosen) {
        message.receiveCount += 1;
        message.firstReceivedAtMs ??= clock.now();
        message.visibleAtMs = clock.now() + VISIBILITY_TIMEOUT_MS;
        if (message.receiveCount <= MAX_RECEIVE_COUNT) continue;
        messages.delete(message.messageId);
        const { body, askedAtMs, releasedForMs } = message;
        this.deadLetters.push({ body, askedAtMs, releasedForMs });
      }
      return chosen.filter(({ messageId }) => messages.has(messageId));
    },

    /** Whether a message is deferred for this cause although it only waited. */
    hasOnlyWaited(messageId: string, cause: string): boolean {
      const message = messages.get(messageId);
      if (!message || cause === 'conflict-but-not-found') return false;
      const { receiveCount, sentAtMs: atMs } = message;
      const isAtLimit =
        receiveCount >= RECEIVES_NEAR_LIMIT || clock.now() - atMs >= AGE_NEAR_LIMIT_MS;
      return !isAtLimit && (WAITING.includes(cause) || receiveCount < RECEIVES_IN_A_DAY);
    },

    showIn(messageId: string, visibilitySeconds: number): void {
      const message = messages.get(messageId);
      if (message) message.visibleAtMs = clock.now() + visibilitySeconds * 1000;
    },

    delete({ messageId, body }: QueuedMessage): void {
      if (!deleted.includes(body)) deleted.push(body);
      messages.delete(messageId);
    },

    stored,

    /** An operator sends a message again, which gives it a new id. */
    takeBack(queue: FailureQueue, index: number): void {
      const kept = this[queue];
      const [taken] = kept.splice(index % kept.length, 1);
      if (!taken) return;
      const { body, askedAtMs, releasedForMs } = taken;
      this.send(body, {
        ...(askedAtMs !== undefined && { askedAtMs }),
        ...(releasedForMs !== undefined && { releasedForMs }),
      });
    },

    keep(queue: FailureQueue, message: KeptMessage & CopyTimes): void {
      this[queue].push(message);
      keptEver.push(message);
    },
  };
}

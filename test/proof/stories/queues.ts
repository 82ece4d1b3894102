import type { Clock } from '../../../src/provisioning/ports.ts';

/** Six times the function's timeout, as the new-hire queue has it. */
const VISIBILITY_TIMEOUT_MS = 360_000;
const MAX_RECEIVE_COUNT = 100;

/** A message on the new-hire queue. */
export interface Letter {
  readonly messageId: string;
  readonly body: string;
  readonly sentAtMs: number;
  firstReceivedAtMs?: number;
  receiveCount: number;
  visibleAtMs: number;
}

/** A message that an operator can read. Without a code, SQS itself gave it up. */
export interface Kept {
  readonly body: string;
  readonly code?: string;
}

/** SQS in memory, as far as the promise rests on it: standard queues, a redrive policy, no retention. */
export function createQueues(clock: Clock) {
  const letters = new Map<string, Letter>();
  const bodies: string[] = [];
  const keptEver: Kept[] = [];
  let sent = 0;

  return {
    letters: letters as ReadonlyMap<string, Letter>,
    /** Every body ever sent. */
    bodies: bodies as readonly string[],
    /** For an operator to take from. */
    rejected: [] as Kept[],
    deadLetters: [] as Kept[],
    keptEver: keptEver as readonly Kept[],

    send(body: string): void {
      sent += 1;
      const messageId = `m-${sent}`;
      const nowMs = clock.now();
      letters.set(messageId, {
        messageId,
        body,
        receiveCount: 0,
        sentAtMs: nowMs,
        visibleAtMs: nowMs,
      });
      bodies.push(body);
    },

    visible: (): readonly Letter[] =>
      [...letters.values()].filter(({ visibleAtMs }) => visibleAtMs <= clock.now()),

    invisible: (): readonly Letter[] =>
      [...letters.values()].filter(({ visibleAtMs }) => visibleAtMs > clock.now()),

    /** Answers those that are handed out; the others were received too often. */
    receive(chosen: readonly Letter[]): readonly Letter[] {
      for (const letter of chosen) {
        letter.receiveCount += 1;
        letter.firstReceivedAtMs ??= clock.now();
        letter.visibleAtMs = clock.now() + VISIBILITY_TIMEOUT_MS;
        if (letter.receiveCount <= MAX_RECEIVE_COUNT) continue;
        letters.delete(letter.messageId);
        this.deadLetters.push({ body: letter.body });
      }
      return chosen.filter(({ messageId }) => letters.has(messageId));
    },

    showIn(messageId: string, visibilitySeconds: number): void {
      const letter = letters.get(messageId);
      if (letter) letter.visibleAtMs = clock.now() + visibilitySeconds * 1000;
    },

    delete(messageId: string): void {
      letters.delete(messageId);
    },

    /** An operator sends a message again, which gives it a new id. */
    takeBack(queue: 'rejected' | 'deadLetters', index: number): void {
      const kept = this[queue];
      const [taken] = kept.splice(index % kept.length, 1);
      if (taken) this.send(taken.body);
    },

    keep(queue: 'rejected' | 'deadLetters', kept: Kept): void {
      this[queue].push(kept);
      keptEver.push(kept);
    },
  };
}

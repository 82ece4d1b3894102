import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Clock } from '../../provisioning/ports.ts';
import type { FailedMessage } from '../failed/failed-message.ts';
import type { FailedBatch } from '../failed/failed-queues.ts';
import { readStackSettings, type Stack, usersStoreOf } from '../stack/stack.ts';
import { endInRecord } from './hire-end.ts';
import { type PlannedHire, planHires } from './plan-hires.ts';
import { createReplayPace, type ReplayPace } from './replay-pace.ts';

export interface ReplayCounts {
  /** Sent to the new-hire queue and deleted where they were. */
  readonly replayed: number;
  /** Of the replayed: the person has an account. */
  readonly done: number;
  /** Of the replayed: refused again. */
  readonly failed: number;
  /** Of the replayed: neither within half a minute, or when it ended; they are tried again by themselves. */
  readonly stalled: number;
  /** Not replayed: they are where they were. */
  readonly left: number;
}

export interface Replayed extends ReplayCounts {
  /** Why some are left. */
  readonly stopped?: 'interrupted' | 'too-many-failures';
}

export interface ReplayOptions {
  /** The most messages a second. */
  readonly ratePerSecond: number;
  /** Ends the replay between two messages; what is left stays where it is, for another time. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Waits; returns early when the signal aborts, and never rejects. */
  readonly pause: (ms: number) => Promise<void>;
  readonly onProgress: (counts: ReplayCounts, ratePerSecond: number) => void;
}

interface OnItsWay {
  readonly planned: PlannedHire;
  readonly sentAtMs: number;
}

const STALLED_AFTER_MS = 30_000;
const LOOK_EVERY_MS = 1_000;

/**
 * Sends failed messages back to the new-hire queue, the oldest first, body and so request id as they
 * are. Each is sent before it is deleted: a crash in between leaves it in both places, and the second
 * delivery of the same request does nothing.
 */
export async function replay(
  stack: Stack,
  inHand: FailedBatch,
  options: ReplayOptions,
): Promise<Replayed> {
  const { signal, clock, pause, onProgress } = options;
  const pace = createReplayPace(options.ratePerSecond);
  const { policy, target } = await readStackSettings(stack);
  const store = usersStoreOf(stack);
  const onTheirWay = new Set<OnItsWay>();
  const counts = { done: 0, failed: 0, stalled: 0 };
  const messages = inHand.messages.toReversed();
  let replayed = 0;
  let lookedAtMs = clock.now();

  const isOver = () => signal.aborted || pace.mustStop();
  const progress = (): ReplayCounts => ({
    replayed,
    ...counts,
    left: messages.length - replayed,
  });

  async function look(): Promise<void> {
    lookedAtMs = clock.now();
    await Promise.all([...onTheirWay].map(lookAt));
    onProgress(progress(), pace.ratePerSecond());
  }

  async function lookAt(one: OnItsWay): Promise<void> {
    const end = await endOf(one);
    if (end === undefined) return;
    onTheirWay.delete(one);
    counts[end] += 1;
    pace.took(end);
  }

  async function endOf({ planned, sentAtMs }: OnItsWay): Promise<keyof typeof counts | undefined> {
    if (planned.prospect.kind === 'rejected') return 'failed';
    const now =
      planned.hire && (await store.read(planned.hire.personKey, new AbortController().signal));
    const end = now && endInRecord(planned, now);
    if (end) return end.kind === 'provisioned' ? 'done' : 'failed';
    return clock.now() - sentAtMs >= STALLED_AFTER_MS ? 'stalled' : undefined;
  }

  async function waitAndLook(ms: number): Promise<void> {
    await pause(ms);
    if (clock.now() - lookedAtMs >= LOOK_EVERY_MS) await look();
  }

  for (const message of messages) {
    while (!isOver() && onTheirWay.size >= pace.atOnce()) await waitAndLook(LOOK_EVERY_MS);
    if (isOver()) break;
    const { hires } = await planHires([{ line: 1, body: message.body }], {
      policy,
      target,
      store,
      signal: new AbortController().signal,
      directorySignal: AbortSignal.abort(),
    });
    await sendBack(stack, message);
    await inHand.delete(message);
    replayed += 1;
    for (const planned of hires) onTheirWay.add({ planned, sentAtMs: clock.now() });
    await waitAndLook(1000 / pace.ratePerSecond());
  }
  while (!isOver() && onTheirWay.size > 0) await waitAndLook(LOOK_EVERY_MS);
  counts.stalled += onTheirWay.size;
  return { ...progress(), ...whyLeft(messages.length - replayed, signal, pace) };
}

function whyLeft(left: number, signal: AbortSignal, pace: ReplayPace): Pick<Replayed, 'stopped'> {
  if (left === 0) return {};
  return { stopped: pace.mustStop() && !signal.aborted ? 'too-many-failures' : 'interrupted' };
}

/** Sends a message, or a corrected one in its place, to the new-hire queue. */
export async function sendBack(
  { clients, outputs }: Stack,
  { body }: Pick<FailedMessage, 'body'>,
): Promise<void> {
  await clients.sqs.send(
    new SendMessageCommand({ QueueUrl: outputs.NewHireQueueUrl, MessageBody: body }),
  );
}

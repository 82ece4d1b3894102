import type { Clock } from '../../provisioning/ports.ts';
import { scheduleKeyOf } from '../../provisioning/schedule-hire.ts';
import { recordChange } from '../changes/record-change.ts';
import type { FailedMessage } from '../failed/failed-message.ts';
import type { FailedBatch } from '../failed/failed-queues.ts';
import { LostHoldError } from '../failed/lost-hold-error.ts';
import { readScheduled } from '../stack/find-scheduled.ts';
import { readPointerOf, readStackSettings, type Stack, usersStoreOf } from '../stack/stack.ts';
import { endInRecord, endInSchedule } from './hire-end.ts';
import { planHires } from './plan-hires.ts';
import type { PlannedHire } from './planned-hire.ts';
import { createReplayPace, type Judged, type ReplayPace } from './replay-pace.ts';
import { sendBack } from './send-back.ts';

export interface ReplayCounts {
  /** Sent to the new-hire queue, and deleted from the failed queue. */
  readonly replayed: number;
  /** Of the replayed: the person has an account, or the hire waits for its day. */
  readonly done: number;
  /** Of the replayed: rejected again. */
  readonly failed: number;
  /** Of the replayed: neither after half a minute, or at the end; they are retried automatically. */
  readonly stalled: number;
  /** Of the replayed: sent to the intake, and not followed. */
  readonly toIntake: number;
  /** Not replayed: another process may have them, as they are no longer held. */
  readonly lost: number;
  /** Not replayed: they stay in their queue. */
  readonly left: number;
}

export interface Replayed extends ReplayCounts {
  /** Why messages are left. */
  readonly stopped?: 'interrupted' | 'too-many-failures';
  /** Of too many failures: the last messages, most of which failed again or stalled. */
  readonly stoppedBy?: Judged;
}

export interface ReplayOptions {
  /** Maximum messages a second. */
  readonly ratePerSecond: number;
  /** Ends the replay between two messages; the others stay in their queue, for another replay. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Waits; returns early when the signal aborts, and never rejects. */
  readonly pause: (ms: number) => Promise<void>;
  readonly onProgress: (counts: ReplayCounts, ratePerSecond: number) => void;
}

interface MessageInFlight {
  readonly planned: PlannedHire;
  /** Epoch milliseconds at which HR sent it, and at which it was sent again. */
  readonly askedAtMs: number;
  readonly sentAtMs: number;
}

const STALLED_AFTER_MS = 30_000;
const CHECK_INTERVAL_MS = 1_000;

/**
 * Sends failed messages back to the queues that they came in by, the oldest first, with the same body and so the same
 * request id. Each is sent before it is deleted: a crash in between leaves it in both queues, and the second
 * delivery of the request changes nothing.
 */
export async function replay(
  stack: Stack,
  batch: FailedBatch,
  options: ReplayOptions,
): Promise<Replayed> {
  const { signal, clock, pause, onProgress } = options;
  const pace = createReplayPace(options.ratePerSecond);
  const { policy, startRules, target } = await readStackSettings(stack);
  const { digests, intakeDigests } = batch;
  const store = usersStoreOf(stack);
  const inFlight = new Set<MessageInFlight>();
  const counts = { done: 0, failed: 0, stalled: 0 };
  const messages = batch.messages.toReversed();
  let replayed = 0;
  let toIntake = 0;
  let lost = 0;
  let checkedAtMs = clock.now();

  const isOver = () => signal.aborted || pace.stoppedBy() !== undefined;
  const progress = (): ReplayCounts => ({
    replayed,
    ...counts,
    toIntake,
    lost,
    left: messages.length - replayed - lost,
  });

  /** Without the directory: it does not matter for how the message ends. */
  async function planned({ body }: FailedMessage): Promise<readonly PlannedHire[]> {
    const { signal } = new AbortController();
    const { hires } = await planHires([{ line: 1, body }], {
      policy,
      startRules,
      target,
      digests,
      intakeDigests,
      store,
      readPointer: (employeeKey) => readPointerOf(stack, employeeKey, signal),
      readScheduled: (key) => readScheduled(stack, key, signal),
      signal,
      directorySignal: AbortSignal.abort(),
    });
    return hires;
  }

  async function checkAll(): Promise<void> {
    checkedAtMs = clock.now();
    await Promise.all([...inFlight].map(check));
    onProgress(progress(), pace.ratePerSecond());
  }

  async function check(one: MessageInFlight): Promise<void> {
    const end = await endOf(one);
    if (end === undefined) return;
    inFlight.delete(one);
    counts[end] += 1;
    pace.record(end);
  }

  async function endOf({
    planned,
    askedAtMs,
    sentAtMs,
  }: MessageInFlight): Promise<keyof typeof counts | undefined> {
    if (planned.prospect.kind === 'rejected') return 'failed';
    const now =
      planned.hire && (await store.read(planned.hire.personKey, new AbortController().signal));
    const end = (now && endInRecord(planned, now)) ?? (await endInScheduleOf(planned, askedAtMs));
    if (end) return end.kind === 'rejected' ? 'failed' : 'done';
    return clock.now() - sentAtMs >= STALLED_AFTER_MS ? 'stalled' : undefined;
  }

  /** A hire that is not due waits, or a later message about the person does in its place. */
  async function endInScheduleOf({ hire, prospect, bodyDigest }: PlannedHire, askedAtMs: number) {
    if (hire === undefined || prospect.kind !== 'waits') return undefined;
    const { signal } = new AbortController();
    const waiting = await readScheduled(stack, scheduleKeyOf(hire), signal);
    return endInSchedule(
      waiting,
      (one) => one.bodyDigest === bodyDigest || one.askedAtMs > askedAtMs,
    );
  }

  async function waitAndCheck(ms: number): Promise<void> {
    await pause(ms);
    if (clock.now() - checkedAtMs >= CHECK_INTERVAL_MS) await checkAll();
  }

  for (const message of messages) {
    while (!isOver() && inFlight.size >= pace.atOnce()) await waitAndCheck(CHECK_INTERVAL_MS);
    if (isOver()) break;
    const isRaw = message.origin !== 'new-hires';
    const hires = isRaw ? [] : await planned(message);
    if (!(await isHeld(batch, message))) {
      lost += 1;
      continue;
    }
    const { id, requestId, body } = message;
    const change = { command: 'failed replay', messageId: id, requestId, before: body };
    await recordChange(stack, change, async () => {
      await sendBack(stack, message, body);
      await batch.delete(message);
    });
    replayed += 1;
    if (isRaw) toIntake += 1;
    const sentAtMs = clock.now();
    const { askedAtMs = sentAtMs } = message;
    for (const planned of hires) inFlight.add({ planned, askedAtMs, sentAtMs });
    // The ends of hires set the pace. Nothing is known of those of raw records.
    await waitAndCheck(1000 / (isRaw ? options.ratePerSecond : pace.ratePerSecond()));
  }
  while (!isOver() && inFlight.size > 0) await waitAndCheck(CHECK_INTERVAL_MS);
  counts.stalled += inFlight.size;
  const end = progress();
  return { ...end, ...whyLeft(end.left, signal, pace) };
}

async function isHeld(batch: FailedBatch, message: FailedMessage): Promise<boolean> {
  try {
    await batch.renew(message);
    return true;
  } catch (error) {
    if (error instanceof LostHoldError) return false;
    throw error;
  }
}

function whyLeft(
  left: number,
  signal: AbortSignal,
  pace: ReplayPace,
): Pick<Replayed, 'stopped' | 'stoppedBy'> {
  if (left === 0) return {};
  const stoppedBy = signal.aborted ? undefined : pace.stoppedBy();
  return stoppedBy ? { stopped: 'too-many-failures', stoppedBy } : { stopped: 'interrupted' };
}

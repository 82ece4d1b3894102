import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { SendHires } from '../intake/ports.ts';
import { FILE_STEPS, type TakeFileDeps, takeFile } from '../intake/take-file.ts';
import { type TakeMessageDeps, takeMessage } from '../intake/take-message.ts';
import { NO_SOURCE, rejectUnreadable } from '../intake/unreadable.ts';
import type { IntakeDigests } from '../provisioning/intake-digests.ts';
import type { InFlight, MessageVisibility } from '../provisioning/message-ports.ts';
import { startIntakeDeadline } from './intake-deadline.ts';
import { type ConfirmInQueues, confirmRecords, type QueuedRecord } from './intake-in-flight.ts';
import { addCounts, type IntakeMetrics } from './intake-metrics.ts';
import { type IntakeQueues, queueOf } from './intake-queues.ts';
import {
  reportFailure,
  reportFile,
  reportMessage,
  reportRefused,
  reportUnconfirmed,
} from './intake-report.ts';
import { sentAtOf, type Times, timesOf } from './intake-times.ts';
import type { Log } from './log-result.ts';
import { principalOf } from './principal.ts';
import { readNotification } from './s3-notification.ts';

export type IntakeDeps = Omit<
  TakeFileDeps,
  'digests' | 'signal' | 'pause' | 'onTaken' | 'steps'
> & {
  /** Rejects while the key that they need cannot be used. */
  readonly digests: () => Promise<IntakeDigests>;
  readonly queues: IntakeQueues;
  readonly confirmInFlight: ConfirmInQueues;
  readonly bucketName: string;
  /** Of the messages of a queue. */
  readonly visibility: Readonly<Record<keyof IntakeQueues, MessageVisibility>>;
  readonly log: Log;
  readonly metrics: IntakeMetrics;
};

type Taken = 'done' | 'paused' | 'failed';

/** For this invocation. */
type Invocation = TakeFileDeps &
  TakeMessageDeps &
  Pick<IntakeDeps, 'bucketName' | 'log' | 'metrics'>;

/**
 * The intake function's work: messages of its two queues in, a partial batch response out. One after the other, and
 * as far as the time reaches: first those that were received the least, as one that crashes the function or takes all
 * of its time comes again and again. Never throws because of a message.
 * @throws IntakeSourceError if a record is of neither queue
 */
export function createIntake(deps: IntakeDeps) {
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const records = event.Records.map((record) => {
      return { ...record, queue: queueOf(record, deps.queues) };
    });
    const deadline = startIntakeDeadline(context.getRemainingTimeInMillis());
    try {
      const inFlight = await confirmRecords(records, deps.confirmInFlight, deadline.signal);
      const left = await returnOthers(inFlight, deps);
      for (const record of inFlight.confirmed.toSorted(byReceives)) {
        const taken = await take(record, { ...deps, ...deadline });
        if (taken === 'done') continue;
        left.push(record.messageId);
        if (taken === 'paused') await showAgain(record, deps, deadline.response);
      }
      return { batchItemFailures: left.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      deadline.clear();
      deps.metrics.flush();
    }
  };
}

function byReceives(one: SQSRecord, other: SQSRecord): number {
  const receives = ({ attributes }: SQSRecord) => Number(attributes.ApproximateReceiveCount);
  return receives(one) - receives(other);
}

/**
 * Returns the records that are not known to be in flight, unread: whatever they say, nothing is sent, marked or
 * published for them.
 * @returns their message ids
 */
async function returnOthers(
  { refused, unknown, error }: InFlight<QueuedRecord>,
  deps: IntakeDeps,
): Promise<string[]> {
  await reportRefused(refused, deps);
  await reportUnconfirmed(unknown, error, deps);
  return [...refused, ...unknown].map(({ messageId }) => messageId);
}

function measureAge(record: SQSRecord, { clock, metrics }: IntakeDeps): void {
  const nowMs = clock.now();
  metrics.add('IntakeAge', Math.max(0, nowMs - sentAtOf(record, nowMs)));
}

/** The rest of it is taken at once, by the next invocation. */
async function showAgain(
  { messageId, receiptHandle, queue }: QueuedRecord,
  { visibility }: IntakeDeps,
  signal: AbortSignal,
): Promise<void> {
  await visibility[queue].setAll([{ messageId, receiptHandle, visibilitySeconds: 0 }], signal);
}

async function take(
  record: QueuedRecord,
  deps: IntakeDeps & Pick<TakeFileDeps, 'pause' | 'signal'>,
): Promise<Taken> {
  measureAge(record, deps);
  if (deps.pause.aborted) return 'paused';
  try {
    const digests = await deps.digests();
    const invocation = {
      ...deps,
      digests,
      steps: FILE_STEPS,
      onTaken: (counts) => addCounts(counts, deps.metrics),
    } satisfies Invocation;
    const times = timesOf(record, deps.clock.now());
    const takeIt = record.queue === 'files' ? takeObjects : takeRaw;
    return await takeIt(record, times, invocation);
  } catch (error) {
    await reportFailure(record, error, deps);
    return 'failed';
  }
}

async function takeRaw(
  { messageId, body, attributes, messageAttributes }: SQSRecord,
  times: Times,
  deps: Invocation,
): Promise<Taken> {
  const source = messageAttributes['source']?.stringValue;
  const message = { body, ...times, ...(source !== undefined && { source }) };
  await takeMessage(message, { ...deps, send: sendTakenFrom(messageId, deps) });
  await reportMessage({ messageId, senderId: principalOf(attributes.SenderId) }, deps.log);
  return 'done';
}

async function takeObjects(
  { messageId, body, attributes }: SQSRecord,
  { askedAtMs }: Times,
  deps: Invocation,
): Promise<Taken> {
  const notification = readNotification(body, deps.bucketName, askedAtMs);
  if (notification.kind === 'invalid') {
    const rules = 'must be a notification of S3 about an object of the bucket; send nothing else';
    const unreadable = { cameAs: 'rejected-file', source: NO_SOURCE, body, rules } as const;
    await rejectUnreadable(unreadable, askedAtMs, deps);
    await reportMessage({ messageId, senderId: principalOf(attributes.SenderId) }, deps.log);
    return 'done';
  }
  for (const { file, notification: body, putBy } of notification.objects) {
    const taken = await takeFile(file, body, { ...deps, send: sendTakenFrom(file.key, deps) });
    await reportFile({ messageId, senderId: putBy }, taken, deps);
    if (taken.kind === 'paused') return 'paused';
  }
  return 'done';
}

/** Each hire carries what it was taken from: from it, the logs lead to the principal that sent the record. */
function sendTakenFrom(takenFrom: string, { send }: Pick<IntakeDeps, 'send'>): SendHires {
  return (hires, signal) =>
    send(
      hires.map((hire) => ({ ...hire, takenFrom })),
      signal,
    );
}

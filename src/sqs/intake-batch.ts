import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { FILE_STEPS, type TakeFileDeps, takeFile } from '../intake/take-file.ts';
import { takeMessage } from '../intake/take-message.ts';
import { NO_SOURCE, rejectUnreadable } from '../intake/unreadable.ts';
import type { IntakeDigests } from '../provisioning/intake-digests.ts';
import type { MessageVisibility } from '../provisioning/message-ports.ts';
import { timesOfCopy } from './copy-times.ts';
import { startIntakeDeadline } from './intake-deadline.ts';
import { addCounts, type IntakeMetrics } from './intake-metrics.ts';
import { type IntakeQueues, queueOf } from './intake-queues.ts';
import { reportFailure, reportFile, reportMessage } from './intake-report.ts';
import type { Log } from './log-result.ts';
import { readNotification } from './s3-notification.ts';

export type IntakeDeps = Omit<
  TakeFileDeps,
  'digests' | 'signal' | 'pause' | 'onTaken' | 'steps'
> & {
  /** Rejects while the key that they need cannot be used. */
  readonly digests: () => Promise<IntakeDigests>;
  readonly queues: IntakeQueues;
  readonly bucketName: string;
  /** Of the messages of a queue. */
  readonly visibility: Readonly<Record<keyof IntakeQueues, MessageVisibility>>;
  readonly log: Log;
  readonly metrics: IntakeMetrics;
};

type Taken = 'done' | 'paused' | 'failed';

interface Times {
  /** When the record was asked for: of a copy, when its original was. */
  readonly askedAtMs: number;
  readonly isCopy: boolean;
}

/** For this invocation. */
type Invocation = TakeFileDeps & Pick<IntakeDeps, 'bucketName' | 'log' | 'metrics'>;

/**
 * The intake function's work: messages of its two queues in, a partial batch response out. One after the other, and
 * as far as the time reaches. Never throws because of a message.
 * @throws IntakeSourceError if a record is of neither queue
 */
export function createIntake(deps: IntakeDeps) {
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const queueOfEach = event.Records.map((record) => queueOf(record, deps.queues));
    const deadline = startIntakeDeadline(context.getRemainingTimeInMillis());
    const left: string[] = [];
    try {
      for (const [index, record] of event.Records.entries()) {
        const queue = queueOfEach[index] ?? 'messages';
        const taken = await take(record, queue, { ...deps, ...deadline });
        if (taken === 'done') continue;
        left.push(record.messageId);
        if (taken === 'paused') await showAgain(record, deps.visibility[queue], deadline.response);
      }
      return { batchItemFailures: left.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      deadline.clear();
      deps.metrics.flush();
    }
  };
}

/** The rest of it is taken at once, by the next invocation. */
async function showAgain(
  { messageId, receiptHandle }: SQSRecord,
  visibility: MessageVisibility,
  signal: AbortSignal,
): Promise<void> {
  await visibility.setAll([{ messageId, receiptHandle, visibilitySeconds: 0 }], signal);
}

async function take(
  record: SQSRecord,
  queue: keyof IntakeQueues,
  deps: IntakeDeps & Pick<TakeFileDeps, 'pause' | 'signal'>,
): Promise<Taken> {
  const { clock, log, metrics, pause } = deps;
  const sentAtMs = Number(record.attributes.SentTimestamp);
  metrics.add('IntakeAge', Math.max(0, clock.now() - sentAtMs));
  if (pause.aborted) return 'paused';
  try {
    const digests = await deps.digests();
    const invocation = {
      ...deps,
      digests,
      steps: FILE_STEPS,
      onTaken: (counts) => addCounts(counts, metrics),
    } satisfies Invocation;
    const { askedAtMs } = timesOfCopy(record.messageAttributes, sentAtMs);
    const times = { askedAtMs: askedAtMs ?? sentAtMs, isCopy: askedAtMs !== undefined };
    const takeIt = queue === 'files' ? takeObjects : takeRaw;
    return await takeIt(record, times, invocation);
  } catch (error) {
    await reportFailure(record, error, log, metrics);
    return 'failed';
  }
}

async function takeRaw(
  { messageId, body, messageAttributes }: SQSRecord,
  times: Times,
  deps: Invocation,
): Promise<Taken> {
  const source = messageAttributes['source']?.stringValue;
  const message = { body, ...times, ...(source !== undefined && { source }) };
  const taken = await takeMessage(message, deps);
  await reportMessage(messageId, taken, deps.log);
  return taken;
}

async function takeObjects(
  { messageId, body }: SQSRecord,
  { askedAtMs }: Times,
  deps: Invocation,
): Promise<Taken> {
  const notification = readNotification(body, deps.bucketName, askedAtMs);
  if (notification.kind === 'invalid') {
    const rules = 'must be a notification of S3 about an object of the bucket; send nothing else';
    const unreadable = { cameAs: 'rejected-file', source: NO_SOURCE, body, rules } as const;
    await rejectUnreadable(unreadable, askedAtMs, deps);
    await reportMessage(messageId, 'done', deps.log);
    return 'done';
  }
  for (const { file, notification: body } of notification.objects) {
    const taken = await takeFile(file, body, deps);
    await reportFile(messageId, taken, deps);
    if (taken.kind === 'paused') return 'paused';
  }
  return 'done';
}

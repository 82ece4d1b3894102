import type { SQSRecord } from 'aws-lambda';
import type { TakeFileDeps, TakenFile } from '../intake/take-file.ts';
import type { IntakeMetrics } from './intake-metrics.ts';
import { type Log, safeErrorFields } from './log-result.ts';
import { logRefused, logUnconfirmed, type UnreadRecord } from './log-unread.ts';
import { principalOf } from './principal.ts';

const SOURCE = "the intake's queues";

/** What led to a file or a message: the message of a queue, and the principal, by S3 or SQS. */
interface Origin {
  readonly messageId: string;
  readonly senderId?: string | undefined;
}

/** Logs how far a file has come, without the name of the object, and counts it. */
export async function reportFile(
  { messageId, senderId }: Origin,
  { kind, file }: TakenFile,
  { sources, log, metrics }: Pick<TakeFileDeps, 'sources'> & ReportDeps,
): Promise<void> {
  const { key, state, end, done, size, counts } = file;
  // A folder may have any name: only those of sources are known to be no one's.
  const source = sources.find(({ name }) => name === file.source)?.name;
  const line = { messageId, senderId, file: key, source, state, end, done, size, counts };
  if (kind === 'paused') return void (await log.info('file continues', line));
  if (state === 'waiting') {
    metrics.add('IntakeFilesWaiting', 1);
    return void (await log.warn('file waits for an operator', line));
  }
  metrics.add('IntakeFilesDone', 1);
  if (end === 'unreadable') metrics.add('IntakeRejected', 1);
  await log[end === 'sent' ? 'info' : 'warn']('file done', line);
}

export async function reportMessage({ messageId, senderId }: Origin, log: Log): Promise<void> {
  await log.info('message taken', { messageId, senderId });
}

/** Counts and logs records whose receipts SQS refused. */
export async function reportRefused(
  records: readonly UnreadRecord[],
  { log, metrics }: ReportDeps,
): Promise<void> {
  if (records.length === 0) return;
  metrics.add('IntakeNotInFlight', records.length);
  await logRefused(records, SOURCE, log);
}

/** Counts and logs records of which SQS did not say whether they are in flight. Their age may be a caller's word. */
export async function reportUnconfirmed(
  records: readonly UnreadRecord[],
  error: unknown,
  { log, metrics }: ReportDeps,
): Promise<void> {
  if (records.length === 0) return;
  metrics.add('IntakeFailures', records.length);
  await logUnconfirmed(records, SOURCE, error, log);
}

export async function reportFailure(
  { messageId, attributes }: SQSRecord,
  error: unknown,
  { log, metrics }: ReportDeps,
): Promise<void> {
  metrics.add('IntakeFailures', 1);
  const receiveCount = Number(attributes.ApproximateReceiveCount);
  await log.warn('retry later', {
    messageId,
    senderId: principalOf(attributes.SenderId),
    receiveCount,
    error: safeErrorFields(error),
  });
}

interface ReportDeps {
  readonly log: Log;
  readonly metrics: IntakeMetrics;
}

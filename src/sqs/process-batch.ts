import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Invocation } from '../provisioning/context.ts';
import { retry } from '../provisioning/hire-result.ts';
import type { Message } from '../provisioning/message.ts';
import type { MessageVisibility } from '../provisioning/ports.ts';
import { provisionBatch } from '../provisioning/provision-batch.ts';
import type { ProcessedHire, SettleDeps } from '../provisioning/settle.ts';
import { countResult } from './count-result.ts';
import { startDeadline } from './deadline.ts';
import { isolatePoison } from './isolate-poison.ts';
import { type Log, logResult, safeErrorFields } from './log-result.ts';
import type { Metrics } from './metrics.ts';
import { type Backoff, visibilitySecondsOf } from './visibility.ts';

export type BatchProcessorDeps = Omit<
  Invocation,
  'signal' | 'directorySignal' | 'pause' | 'leaseUntilMs'
> &
  Omit<SettleDeps, 'settleSignal'> & {
    readonly visibility: MessageVisibility;
    readonly backoff: Backoff;
    readonly log: Log;
    readonly metrics: Metrics;
    /** 0 to 1. */
    readonly random: () => number;
  };

/**
 * The Lambda function's work: an SQS batch in, a partial batch response out.
 * Returns before its own timeout, and never throws because of a message.
 */
export function createBatchProcessor(deps: BatchProcessorDeps) {
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const deadline = startDeadline(context.getRemainingTimeInMillis(), deps.clock.now());
    try {
      const { batch, returned } = isolatePoison(event.Records);
      await returnToQueue(returned, deps, deadline.work);
      const processed = await provisionBatch(batch.map(messageOf), {
        ...deps,
        pause: deadline.pause,
        directorySignal: deadline.directory,
        signal: deadline.work,
        settleSignal: deadline.settle,
        leaseUntilMs: deadline.leaseUntilMs,
      });
      const seconds = secondsByMessage(processed, deps);
      await report(processed, seconds, deps);
      await scheduleRetries(batch, seconds, deps, deadline.response);
      const notDone = [...seconds.keys(), ...returned.map(({ messageId }) => messageId)];
      return { batchItemFailures: notDone.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      deadline.clear();
      await deps.target.endInvocation?.();
      await writeMetrics(deps);
    }
  };
}

async function report(
  processed: readonly ProcessedHire[],
  seconds: ReadonlyMap<string, number>,
  { clock, metrics, log }: BatchProcessorDeps,
): Promise<void> {
  const nowMs = clock.now();
  for (const hire of processed) countResult(hire, nowMs, metrics);
  const lines = processed.map((hire) =>
    logResult(hire, seconds.get(hire.message.messageId), nowMs, log),
  );
  await Promise.all(lines);
}

/** A failure here must not fail the batch: its messages would be delivered again. */
async function writeMetrics({ metrics, log }: BatchProcessorDeps): Promise<void> {
  try {
    await metrics.flush();
  } catch (error) {
    await log.error('metrics were not written', { error: safeErrorFields(error) });
  }
}

function messageOf({ messageId, body, attributes }: SQSRecord): Message {
  return {
    messageId,
    body,
    receiveCount: Number(attributes.ApproximateReceiveCount),
    sentAtMs: Number(attributes.SentTimestamp),
    firstReceivedAtMs: Number(attributes.ApproximateFirstReceiveTimestamp),
  };
}

/** Seconds until each message that is to be retried becomes visible, by message id. */
function secondsByMessage(
  processed: readonly ProcessedHire[],
  { backoff, random }: BatchProcessorDeps,
): ReadonlyMap<string, number> {
  return new Map(
    processed.flatMap(({ message: { messageId, receiveCount }, result }) =>
      result.kind === 'retry'
        ? [[messageId, visibilitySecondsOf(result, receiveCount, backoff, random)] as const]
        : [],
    ),
  );
}

/** Called before the work, which may crash: these messages must be received without the one that crashes. */
async function returnToQueue(
  records: readonly SQSRecord[],
  deps: BatchProcessorDeps,
  signal: AbortSignal,
): Promise<void> {
  if (records.length === 0) return;
  const messageIds = records.map(({ messageId }) => messageId);
  await deps.log.warn('returned messages of a batch suspected of crashing the function', {
    messageIds,
  });
  const soon = retry('out-of-time', { kind: 'soon' });
  const seconds = messageIds.map(
    (messageId) => [messageId, visibilitySecondsOf(soon, 1, deps.backoff, deps.random)] as const,
  );
  await scheduleRetries(records, new Map(seconds), deps, signal);
}

async function scheduleRetries(
  records: readonly SQSRecord[],
  seconds: ReadonlyMap<string, number>,
  { visibility, log }: BatchProcessorDeps,
  signal: AbortSignal,
): Promise<void> {
  const entries = records.flatMap(({ messageId, receiptHandle }) => {
    const visibilitySeconds = seconds.get(messageId);
    return visibilitySeconds === undefined ? [] : [{ messageId, receiptHandle, visibilitySeconds }];
  });
  if (entries.length === 0) return;
  const failed = await visibility.setAll(entries, signal);
  if (failed.size > 0)
    await log.warn('visibility not set: the timeout of the queue applies', {
      messageIds: [...failed],
    });
}

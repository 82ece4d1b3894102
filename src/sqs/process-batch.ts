import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { retry } from '../provisioning/ending.ts';
import type { Message } from '../provisioning/message.ts';
import { provisionBatch } from '../provisioning/provision-batch.ts';
import type { Fate, Settlement } from '../provisioning/settle.ts';
import type { Stage } from '../provisioning/stage.ts';
import { startDeadline } from './deadline.ts';
import { countFate } from './fate-metrics.ts';
import type { Metrics } from './metrics.ts';
import { errorFacts, type Log, logFate } from './outcome-log.ts';
import { setApart } from './set-apart.ts';
import { type Backoff, visibilitySecondsOf } from './visibility.ts';

/** When a message is shown again. Never throws: where it fails, the queue's own timeout applies. */
export interface MessageVisibility {
  setAll(
    entries: readonly {
      readonly messageId: string;
      readonly receiptHandle: string;
      readonly visibilitySeconds: number;
    }[],
    signal: AbortSignal,
  ): Promise<ReadonlySet<string>>;
}

export type BatchProcessorDeps = Omit<
  Stage,
  'signal' | 'directorySignal' | 'pause' | 'leaseUntilMs'
> &
  Omit<Settlement, 'settleSignal'> & {
    readonly visibility: MessageVisibility;
    readonly backoff: Backoff;
    readonly log: Log;
    readonly metrics: Metrics;
    /** 0 to 1. */
    readonly random: () => number;
  };

/**
 * The Lambda function's work: an SQS batch in, a partial batch response out.
 * It answers before its own timeout, and never throws for a message's sake.
 */
export function createBatchProcessor(deps: BatchProcessorDeps) {
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const deadline = startDeadline(context.getRemainingTimeInMillis(), deps.clock.now());
    try {
      const stage = {
        ...deps,
        pause: deadline.pause,
        directorySignal: deadline.directory,
        signal: deadline.work,
        settleSignal: deadline.settle,
        leaseUntilMs: deadline.leaseUntilMs,
      };
      const { batch, released } = setApart(event.Records);
      await release(released, deps, deadline.work);
      const fates = await provisionBatch(batch.map(messageOf), stage);
      const again = fates.filter((fate) => fate.kind === 'again');
      const seconds = secondsByMessage(again, deps);
      const nowMs = deps.clock.now();
      for (const fate of fates) countFate(fate, nowMs, deps.metrics);
      await Promise.all(
        fates.map((fate) => logFate(fate, seconds.get(fate.message.messageId), nowMs, deps.log)),
      );
      await showAgain(batch, seconds, deps, deadline.answer);
      const notDone = [...seconds.keys(), ...released.map(({ messageId }) => messageId)];
      return { batchItemFailures: notDone.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      deadline.clear();
      await writeMetrics(deps);
    }
  };
}

/** What cannot be measured is done all the same: to fail here would deliver the batch again. */
async function writeMetrics({ metrics, log }: BatchProcessorDeps): Promise<void> {
  try {
    await metrics.flush();
  } catch (error) {
    await log.error('metrics were not written', { error: errorFacts(error) });
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

function secondsByMessage(
  again: readonly Extract<Fate, { kind: 'again' }>[],
  { backoff, random }: BatchProcessorDeps,
): ReadonlyMap<string, number> {
  return new Map(
    again.map(({ message: { messageId, receiveCount }, retry }) => [
      messageId,
      visibilitySecondsOf(retry, receiveCount, backoff, random),
    ]),
  );
}

/** Before the work, which may crash: these are to come back without what crashes it. */
async function release(
  records: readonly SQSRecord[],
  deps: BatchProcessorDeps,
  signal: AbortSignal,
): Promise<void> {
  if (records.length === 0) return;
  const messageIds = records.map(({ messageId }) => messageId);
  await deps.log.warn('released from a batch that may have crashed', { messageIds });
  const soon = retry('out-of-time', { kind: 'soon' });
  const seconds = messageIds.map(
    (messageId) => [messageId, visibilitySecondsOf(soon, 1, deps.backoff, deps.random)] as const,
  );
  await showAgain(records, new Map(seconds), deps, signal);
}

async function showAgain(
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

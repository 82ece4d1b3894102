import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Invocation } from '../provisioning/context.ts';
import type { DeferralRules } from '../provisioning/defer-if-due.ts';
import type { Digests } from '../provisioning/digests.ts';
import type { Message } from '../provisioning/message.ts';
import type {
  ConfirmInFlight,
  InFlight,
  MessageVisibility,
  ProcessedMessages,
} from '../provisioning/message-ports.ts';
import type { ProcessedHire } from '../provisioning/processed-hire.ts';
import { provisionBatch } from '../provisioning/provision-batch.ts';
import type { SettleDeps } from '../provisioning/settle.ts';
import { waitForKey } from '../provisioning/wait-for-key.ts';
import { timesOfCopy } from './copy-times.ts';
import { countGrants } from './count-grants.ts';
import { countResult } from './count-result.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { isolatePoison } from './isolate-poison.ts';
import { type Log, logResult, safeErrorFields } from './log-result.ts';
import { sqsIdsOf } from './log-unread.ts';
import type { Metrics } from './metrics.ts';
import { reportRefused, reportUnconfirmed, TRY_AGAIN } from './not-in-flight.ts';
import { refuseOtherSources } from './other-source-error.ts';
import { principalOf } from './principal.ts';
import { takenFromOf } from './taken-from.ts';
import { type Backoff, visibilitySecondsOf } from './visibility.ts';

export type BatchProcessorDeps = Omit<
  Invocation,
  'digests' | 'signal' | 'directorySignal' | 'pause' | 'leaseUntilMs' | 'onElevatedAccount'
> &
  Omit<DeferralRules, 'backoffMaxMs'> &
  Omit<SettleDeps, 'digests' | 'settleSignal'> & {
    /** Rejects while the key that they need cannot be used. */
    readonly digests: () => Promise<Digests>;
    readonly visibility: MessageVisibility;
    readonly processedMessages: ProcessedMessages;
    /** The only source of records. */
    readonly newHireQueueArn: string;
    readonly confirmInFlight: ConfirmInFlight;
    readonly backoff: Backoff;
    readonly log: Log;
    readonly metrics: Metrics;
    /** 0 to 1. */
    readonly random: () => number;
  };

/**
 * The Lambda function's work: an SQS batch in, a partial batch response out.
 * Returns before its own timeout, and never throws because of a message.
 * @throws OtherSourceError if a record is not from the new-hire queue
 */
export function createBatchProcessor(given: BatchProcessorDeps) {
  const deps = { ...given, target: countGrants(given.target, given.metrics) };
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    refuseOtherSources(event.Records, deps.newHireQueueArn);
    const deadline = startDeadline(context.getRemainingTimeInMillis(), deps.clock.now());
    try {
      const inFlight = await deps.confirmInFlight(event.Records, deadline.work);
      const retries = await returnOthers(inFlight, deps, deadline);
      let done: readonly SQSRecord[] = [];
      for (const group of isolatePoison(inFlight.confirmed)) {
        await deleteDone(done, deps, deadline.work);
        const seconds = await processGroup(group, deps, deadline);
        done = group.filter(({ messageId }) => !seconds.has(messageId));
        retries.push(...seconds.keys());
      }
      return { batchItemFailures: retries.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      deadline.clear();
      await deps.target.endInvocation?.();
      await writeMetrics(deps);
    }
  };
}

/**
 * Returns the records that are not known to be in flight, unread: whatever they say, nothing is claimed, stored or
 * published for them.
 * @returns their message ids
 */
async function returnOthers(
  { refused, unknown, error }: InFlight<SQSRecord>,
  deps: BatchProcessorDeps,
  deadline: Deadline,
): Promise<string[]> {
  await reportRefused(refused, deps);
  await reportUnconfirmed(unknown, error, deps);
  const waiting = unknown.map((record) => ({ message: messageOf(record), result: TRY_AGAIN }));
  await scheduleRetries(unknown, secondsByMessage(waiting, deps), deps, deadline.response);
  return [...refused, ...unknown].map(({ messageId }) => messageId);
}

/** @returns seconds until each message that is to be retried becomes visible, by message id */
async function processGroup(
  records: readonly SQSRecord[],
  deps: BatchProcessorDeps,
  deadline: Deadline,
): Promise<ReadonlyMap<string, number>> {
  const processed = await processMessages(records.map(messageOf), deps, deadline);
  const seconds = secondsByMessage(processed, deps);
  await report(processed, seconds, deps);
  await scheduleRetries(records, seconds, deps, deadline.response);
  return seconds;
}

async function processMessages(
  messages: readonly Message[],
  deps: BatchProcessorDeps,
  deadline: Deadline,
): Promise<readonly ProcessedHire[]> {
  const rules = {
    ...deps,
    settleSignal: deadline.settle,
    backoffMaxMs: deps.backoff.maxSeconds * 1000,
  };
  let digests: Digests;
  try {
    digests = await deps.digests();
  } catch (error) {
    return waitForKey(messages, error, rules);
  }
  return provisionBatch(messages, {
    ...rules,
    digests,
    pause: deadline.pause,
    directorySignal: deadline.directory,
    signal: deadline.work,
    leaseUntilMs: deadline.leaseUntilMs,
    onElevatedAccount: () => countElevated(deps),
  });
}

/** Written at once: of an account that is on record, no later delivery knows that it was not counted. */
async function countElevated(deps: BatchProcessorDeps): Promise<void> {
  deps.metrics.count('CreatedElevated');
  await writeMetrics(deps);
}

/** Before a message that may crash the function: Lambda deletes what is done only after it has returned. */
async function deleteDone(
  records: readonly SQSRecord[],
  { processedMessages, log }: BatchProcessorDeps,
  signal: AbortSignal,
): Promise<void> {
  if (records.length === 0) return;
  const left = await processedMessages.deleteAll(records, signal);
  if (left.size > 0) await log.warn('messages not deleted early', { messageIds: sqsIdsOf(left) });
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

function messageOf({ messageId, body, attributes, messageAttributes }: SQSRecord): Message {
  const sentAtMs = Number(attributes.SentTimestamp);
  const takenFrom = takenFromOf(messageAttributes['takenFrom']?.stringValue);
  return {
    messageId,
    body,
    senderId: principalOf(attributes.SenderId) ?? 'unknown',
    ...(takenFrom !== undefined && { takenFrom }),
    receiveCount: Number(attributes.ApproximateReceiveCount),
    sentAtMs,
    ...timesOfCopy(messageAttributes, sentAtMs),
    firstReceivedAtMs: Number(attributes.ApproximateFirstReceiveTimestamp),
  };
}

/** Seconds until each message that is to be retried becomes visible, by message id. */
function secondsByMessage(
  processed: readonly Pick<ProcessedHire, 'message' | 'result'>[],
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
      messageIds: sqsIdsOf(failed),
    });
}

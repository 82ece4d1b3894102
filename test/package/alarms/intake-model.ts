import type { Context, SQSRecord } from 'aws-lambda';
import type { ConfirmInFlight } from '../../../src/provisioning/message-ports.ts';
import { createIntake, type IntakeDeps } from '../../../src/sqs/intake-batch.ts';
import { createIntakeHarness } from '../../support/intake/intake-harness.ts';
import { shippedSources } from '../../support/sources/source-files.ts';
import type { WatchedMetric } from '../watched-metrics.ts';
import type { QueuedMessage, Queues } from './queue-model.ts';

const BATCH_SIZE = 10;
const OF_JOINER = { service: 'joiner', stage: 'local' };
const OF_INTAKE = { FunctionName: '<IntakeLambdaFunction>' };
const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111122223333:joiner-local-intake';
const MADE_UP = 'made up';
const SOURCES = shippedSources();

/** How intake stands; a story changes it. */
export interface IntakeState {
  condition: 'works' | 'crashes' | 'throttled' | 'stopped';
  isTableUp: boolean;
}

/** Lambda's polling of the queue of records, and the real intake behind it. Files are not played. */
export function createIntakeModel(
  queues: Queues,
  measure: (metric: WatchedMetric, value: number) => void,
) {
  const { IntakeQueue, NewHireQueue, RejectedQueue, CompletionQueue } = queues;
  const state: IntakeState = { condition: 'works', isTableUp: true };
  const measureOwn = (name: string, value: number) =>
    measure({ namespace: 'Joiner', name, dimensions: OF_JOINER }, value);
  const measureLambda = (name: string, value: number) =>
    measure({ namespace: 'AWS/Lambda', name, dimensions: OF_INTAKE }, value);

  /** @returns the ids of the messages that come back */
  async function invoke(Records: SQSRecord[], atMs: number): Promise<readonly string[]> {
    const harness = createIntakeHarness(SOURCES);
    const { digests, marks, ...ports } = harness.deps;
    const nothing = async () => undefined;
    const intake = createIntake({
      ...ports,
      clock: { now: () => atMs },
      marks: state.isTableUp ? marks : { ...marks, read: () => Promise.reject(new Error('down')) },
      digests: async () => digests,
      queues: { messages: QUEUE_ARN, files: '' },
      confirmInFlight: { messages: confirmInFlight, files: confirmInFlight },
      visibility: { messages: { setAll: nothing }, files: { setAll: nothing } },
      log: { info: nothing, warn: nothing, error: nothing },
      metrics: { add: measureOwn, flush: () => undefined },
    } as unknown as IntakeDeps);
    const { batchItemFailures } = await intake({ Records }, context);
    for (const { body } of harness.sent) NewHireQueue.send(atMs, 1, body);
    RejectedQueue.send(atMs, harness.rejected.length);
    CompletionQueue.send(atMs, harness.events.length);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  async function take(batch: readonly QueuedMessage[], atMs: number): Promise<void> {
    const left = await invoke(batch.map(recordOf), atMs);
    for (const message of batch) if (!left.includes(message.id)) IntakeQueue.remove(message);
  }

  return {
    state,
    /** A file was counted, and is one that an operator must approve. */
    fileWaits: () => measureOwn('IntakeFilesWaiting', 1),
    /** With a record of the caller's own. */
    async invokeDirectly(atMs: number) {
      const forged = { id: MADE_UP, body: '{}', sentAtMs: atMs, receives: 1 };
      await invoke([recordOf(forged)], atMs);
    },
    /** Receives what is or becomes visible before the minute ends. */
    async consume(nowMs: number, endMs: number) {
      const { condition } = state;
      if (condition === 'stopped') return;
      IntakeQueue.receive(nowMs, 0);
      for (;;) {
        const atMs = Math.max(nowMs, IntakeQueue.nextVisibleAtMs());
        if (atMs >= endMs) return;
        const batch = IntakeQueue.receive(atMs, BATCH_SIZE);
        if (condition !== 'throttled') measureLambda('Invocations', 1);
        measureLambda('Throttles', condition === 'throttled' ? 1 : 0);
        if (condition !== 'throttled') measureLambda('Errors', condition === 'crashes' ? 1 : 0);
        if (condition === 'works') await take(batch, atMs);
      }
    },
  };
}

const confirmInFlight: ConfirmInFlight = async (receipts) => ({
  confirmed: receipts.filter(({ receiptHandle }) => receiptHandle !== MADE_UP),
  refused: receipts.filter(({ receiptHandle }) => receiptHandle === MADE_UP),
  unknown: [],
});

const context = { getRemainingTimeInMillis: () => 300_000 } as Context;

function recordOf({
  id,
  body,
  sentAtMs,
  receives,
}: Pick<QueuedMessage, 'id' | 'body' | 'sentAtMs' | 'receives'>): SQSRecord {
  return {
    messageId: id,
    receiptHandle: id,
    body,
    attributes: {
      SentTimestamp: String(sentAtMs),
      ApproximateReceiveCount: String(receives),
      ApproximateFirstReceiveTimestamp: String(sentAtMs),
      SenderId: 'AROA',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: QUEUE_ARN,
    awsRegion: 'eu-west-1',
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { InvocationResult } from '../lambda/instance.ts';
import { processedMessages } from './batch-response.ts';
import { splitByEventSize } from './event-size.ts';
import { recordOf } from './record.ts';

/** What the template says of an event source mapping from a queue to a function. */
export interface MappingDefinition {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  /** Invocations at once. */
  readonly maximumConcurrency: number;
  /** Whether the function answers which messages of a batch failed. */
  readonly reportsItemFailures: boolean;
  /** Whether the template turns it on. */
  readonly enabled: boolean;
}

/** Takes messages off a queue, hands them to a function in batches and deletes what it processed. */
export interface EventSourceMapping {
  readonly definition: MappingDefinition;
  start(): void;
  /** Receives nothing more; resolves once the invocations under way have ended and their messages are settled. */
  pause(): Promise<void>;
}

export interface MappingOptions {
  readonly definition: MappingDefinition;
  readonly sqs: SQSClient;
  /** Answers every long poll that waits, so that a pause need not wait for them. */
  readonly endLongPolls: () => void;
  readonly invoke: (event: unknown) => Promise<InvocationResult>;
  readonly onLog: (line: string) => void;
}

const LONG_POLL_SECONDS = 20;
/** SQS's limit for one receive and for one batch of deletions. */
const SQS_BATCH_LIMIT = 10;
const PAUSE_AFTER_TROUBLE_MS = 1000;
const END_LONG_POLLS_EVERY_MS = 10;

/**
 * One receive at a time, and as many invocations at once as the definition allows: a receive follows as
 * soon as one more invocation is allowed, and waits for messages where there are none. A queue with
 * messages waiting costs one receive and one deletion a batch; an idle one, three receives a minute.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function createEventSourceMapping(options: MappingOptions): EventSourceMapping {
  const { definition, sqs, endLongPolls, invoke, onLog } = options;
  const invocations = new Set<Promise<void>>();
  let consumption: { readonly pause: AbortController; readonly ended: Promise<void> } | undefined;

  async function consume(pause: AbortSignal): Promise<void> {
    while (!pause.aborted) {
      await freeInvocation();
      if (pause.aborted) return;
      try {
        const records = await gather(pause);
        for (const batch of splitByEventSize(records)) await dispatch(batch);
      } catch (error) {
        onLog(troubleLine('Receiving from the queue failed', error));
        await delay(PAUSE_AFTER_TROUBLE_MS, undefined, { signal: pause }).catch(() => undefined);
      }
    }
  }

  async function freeInvocation(): Promise<void> {
    while (invocations.size >= definition.maximumConcurrency) await Promise.race(invocations);
  }

  /** Waits for messages; then, within the batching window, for enough to fill a batch. */
  async function gather(pause: AbortSignal): Promise<readonly SQSRecord[]> {
    const records = await receive(definition.batchSize, LONG_POLL_SECONDS);
    const untilMs = Date.now() + definition.batchingWindowSeconds * 1000;
    while (records.length > 0 && records.length < definition.batchSize && !pause.aborted) {
      const leftSeconds = Math.ceil((untilMs - Date.now()) / 1000);
      if (leftSeconds <= 0) break;
      const missing = definition.batchSize - records.length;
      records.push(...(await receive(missing, Math.min(leftSeconds, LONG_POLL_SECONDS))));
    }
    return records;
  }

  async function receive(atMost: number, waitSeconds: number): Promise<SQSRecord[]> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: definition.queueUrl,
        MaxNumberOfMessages: Math.min(atMost, SQS_BATCH_LIMIT),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages.map((message) => recordOf(message, definition.queueArn));
  }

  async function dispatch(batch: readonly SQSRecord[]): Promise<void> {
    await freeInvocation();
    const invocation = runBatch(batch).finally(() => invocations.delete(invocation));
    invocations.add(invocation);
  }

  async function runBatch(batch: readonly SQSRecord[]): Promise<void> {
    const result = await invoke({ Records: batch });
    const processed = processedMessages(
      result,
      batch.map(({ messageId }) => messageId),
      definition.reportsItemFailures,
    );
    const receipts = batch
      .filter(({ messageId }) => processed.includes(messageId))
      .map(({ receiptHandle }) => receiptHandle);
    while (receipts.length > 0) await remove(receipts.splice(0, SQS_BATCH_LIMIT));
  }

  /** What cannot be deleted is received again once its visibility timeout has passed. */
  async function remove(receipts: readonly string[]): Promise<void> {
    const Entries = receipts.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
    try {
      const { Failed = [] } = await sqs.send(
        new DeleteMessageBatchCommand({ QueueUrl: definition.queueUrl, Entries }),
      );
      for (const { Code, Message } of Failed) {
        onLog(troubleLine('Deleting a processed message failed', `${Code}: ${Message}`));
      }
    } catch (error) {
      onLog(troubleLine('Deleting processed messages failed', error));
    }
  }

  return {
    definition,
    start() {
      if (consumption) return;
      const pause = new AbortController();
      consumption = { pause, ended: consume(pause.signal) };
    },
    async pause() {
      const current = consumption;
      consumption = undefined;
      if (current) {
        current.pause.abort();
        await endLongPollsUntil(current.ended, endLongPolls);
      }
      await Promise.all(invocations);
    },
  };
}

/** Again and again: a receive that is still on its way when long polls are answered waits right after. */
async function endLongPollsUntil(ended: Promise<void>, endLongPolls: () => void): Promise<void> {
  let over = false;
  const end = ended.finally(() => {
    over = true;
  });
  while (!over) {
    endLongPolls();
    await Promise.race([end, delay(END_LONG_POLLS_EVERY_MS)]);
  }
}

function troubleLine(message: string, error: unknown): string {
  return JSON.stringify({ level: 'ERROR', message, reason: String(error) });
}

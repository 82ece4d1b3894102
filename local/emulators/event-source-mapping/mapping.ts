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

/** The template's definition of an event source mapping from a queue to a function. */
export interface MappingDefinition {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  /** Concurrent invocations. */
  readonly maximumConcurrency: number;
  /** Whether the function's response lists the failed messages of a batch. */
  readonly reportsItemFailures: boolean;
  /** Whether the template enables the mapping. */
  readonly enabled: boolean;
}

/** Receives messages, invokes the function with batches and deletes the processed messages. */
export interface EventSourceMapping {
  readonly definition: MappingDefinition;
  start(): void;
  /** Stops receiving. Resolves when the running invocations have ended and their messages are deleted. */
  pause(): Promise<void>;
}

export interface MappingOptions {
  readonly definition: MappingDefinition;
  readonly sqs: SQSClient;
  /** Ends all waiting long polls, so that a pause need not wait for them. */
  readonly endLongPolls: () => void;
  readonly invoke: (event: unknown) => Promise<InvocationResult>;
  readonly onLog: (line: string) => void;
}

const LONG_POLL_SECONDS = 20;
/** SQS's limit for one receive and for one batch of deletions. */
const SQS_BATCH_LIMIT = 10;
const PAUSE_AFTER_ERROR_MS = 1000;
const END_LONG_POLLS_EVERY_MS = 10;

/**
 * Receives one batch at a time, and runs as many concurrent invocations as the definition allows. It
 * receives when another invocation is allowed, by long polling. A queue with waiting messages costs one
 * receive and one deletion per batch; an idle queue costs three receives per minute.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function createEventSourceMapping(options: MappingOptions): EventSourceMapping {
  const { definition, sqs, endLongPolls, invoke, onLog } = options;
  const invocations = new Set<Promise<void>>();
  let consumption: { readonly pause: AbortController; readonly ended: Promise<void> } | undefined;

  async function consume(pause: AbortSignal): Promise<void> {
    while (!pause.aborted) {
      await waitForCapacity();
      if (pause.aborted) return;
      try {
        const records = await receiveBatch(pause);
        for (const batch of splitByEventSize(records)) await dispatch(batch);
      } catch (error) {
        onLog(errorLine('Receiving from the queue failed', error));
        await delay(PAUSE_AFTER_ERROR_MS, undefined, { signal: pause }).catch(() => undefined);
      }
    }
  }

  async function waitForCapacity(): Promise<void> {
    while (invocations.size >= definition.maximumConcurrency) await Promise.race(invocations);
  }

  /** Waits for messages, then waits within the batching window until the batch is full. */
  async function receiveBatch(pause: AbortSignal): Promise<readonly SQSRecord[]> {
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
    await waitForCapacity();
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
    while (receipts.length > 0) await deleteMessages(receipts.splice(0, SQS_BATCH_LIMIT));
  }

  /** A message that cannot be deleted is received again after its visibility timeout. */
  async function deleteMessages(receipts: readonly string[]): Promise<void> {
    const Entries = receipts.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
    try {
      const { Failed = [] } = await sqs.send(
        new DeleteMessageBatchCommand({ QueueUrl: definition.queueUrl, Entries }),
      );
      for (const { Code, Message } of Failed) {
        onLog(errorLine('Deleting a processed message failed', `${Code}: ${Message}`));
      }
    } catch (error) {
      onLog(errorLine('Deleting processed messages failed', error));
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

/** Repeats: a receive that is in flight while long polls are ended would start to wait after that. */
async function endLongPollsUntil(ended: Promise<void>, endLongPolls: () => void): Promise<void> {
  let hasEnded = false;
  const end = ended.finally(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    endLongPolls();
    await Promise.race([end, delay(END_LONG_POLLS_EVERY_MS)]);
  }
}

function errorLine(message: string, error: unknown): string {
  return JSON.stringify({ level: 'ERROR', message, reason: String(error) });
}

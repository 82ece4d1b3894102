import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SQSClient, type Message as SqsMessage } from '@aws-sdk/client-sqs';
import type { Context, SQSRecord } from 'aws-lambda';
import {
  type FinspaceDouble,
  type FinspaceDoubleOptions,
  startFinspaceDouble,
} from '../../local/directories/finspace/server.ts';
import { startDynamoDb } from '../../local/emulators/dynamodb.ts';
import { startSqs } from '../../local/emulators/sqs.ts';
import type { CompletionEvent } from '../../src/contracts/completion-event.ts';
import { personKeyOf } from '../../src/provisioning/digests.ts';
import { compose } from '../../src/runtime/compose.ts';
import type { Metrics } from '../../src/sqs/metrics.ts';
import { type BatchProcessorDeps, createBatchProcessor } from '../../src/sqs/process-batch.ts';
import { createTable } from './create-table.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { attributesOf, receiveAll } from './received.ts';

const REGION = 'eu-west-1';
export const TARGET_ID = `finspace:000000000000:${REGION}:test-environment`;
const QUEUES = ['new-hire', 'completion', 'rejected', 'dead-letter'] as const;

/** As long as SQS allows: what a test has received is not shown to it again. */
const ONCE_SECONDS = 43_200;

/** A message as a test delivers it; what is left out is a first delivery, just received. */
export interface Delivery {
  readonly body: string | object;
  readonly messageId?: string;
  readonly receiveCount?: number;
  readonly firstReceivedAtMs?: number;
  readonly sentAtMs?: number;
}

/** A message that was set aside, with its attributes. */
export interface KeptMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface World {
  readonly clock: ManualClock;
  readonly directory: FinspaceDouble;
  /** The function's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What an instance of the function is made of, composed from its environment. */
  compose(env?: Readonly<Record<string, string>>): BatchProcessorDeps;
  /** One invocation of a new instance. */
  deliver(deliveries: readonly Delivery[], settings?: DeliverySettings): Promise<Delivered>;
  /** The person's item as it stands in the table. */
  record(emailAddress: string): Promise<Record<string, unknown> | undefined>;
  recordCount(): Promise<number>;
  /** Every completion event sent so far, repeats included, oldest first. */
  events(): Promise<CompletionEvent[]>;
  /** Of each event, its outcome or its reason code. */
  outcomes(): Promise<string[]>;
  rejected(): Promise<KeptMessage[]>;
  deadLetters(): Promise<KeptMessage[]>;
  stop(): Promise<void>;
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Delivered {
  /** Ids of the messages that are to be shown again. */
  readonly again: readonly string[];
  /** What was measured, by metric: every value. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  /** The lines about messages. */
  readonly log: readonly LogLine[];
  /** Why each message is to be shown again, in the order of the log. */
  readonly causes: readonly unknown[];
  /** When, in seconds, in the order of the log. */
  readonly visibilitySeconds: readonly unknown[];
}

export interface DeliverySettings {
  readonly env?: Readonly<Record<string, string>>;
  readonly remainingMs?: number;
  readonly random?: () => number;
  /** A test's own, in the place of those that the environment gives. */
  readonly ports?: Partial<BatchProcessorDeps>;
}

/**
 * The function, composed as it runs in Lambda, on a real DynamoDB and SQS in-process and the FinSpace
 * double over HTTP, all under one clock that only the test moves.
 */
export async function startWorld(
  options: { readonly directory?: FinspaceDoubleOptions } = {},
): Promise<World> {
  const clock = createManualClock(Date.parse('2026-03-02T08:00:00Z'));
  const outside = { clock, sleep: async (ms: number) => clock.advance(ms) };
  const [dynamoDb, sqs, directory] = await Promise.all([
    startDynamoDb(),
    startSqs({ port: 0, region: REGION }),
    startFinspaceDouble({ clock, region: REGION, ...options.directory }),
  ]);
  Object.assign(process.env, {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
    AWS_ENDPOINT_URL_SQS: sqs.endpoint,
    AWS_ENDPOINT_URL_FINSPACE_DATA: directory.endpoint,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const dynamoDbClient = new DynamoDBClient({});
  const sqsClient = new SQSClient({});
  const urls = await createQueues(sqsClient);
  await createTable(dynamoDbClient, 'users');
  const environment = {
    AWS_REGION: REGION,
    FINSPACE_ACCOUNT_ID: '000000000000',
    FINSPACE_ENVIRONMENT_ID: 'test-environment',
    STAGE: 'test',
    USERS_TABLE_NAME: 'users',
    NEW_HIRE_QUEUE_URL: urls['new-hire'],
    COMPLETION_QUEUE_URL: urls.completion,
    REJECTED_QUEUE_URL: urls.rejected,
    DEAD_LETTER_QUEUE_URL: urls['dead-letter'],
  };
  const kept = { completion: [], rejected: [], 'dead-letter': [] } as Record<string, SqsMessage[]>;
  const drain = async (name: 'completion' | 'rejected' | 'dead-letter'): Promise<SqsMessage[]> => {
    const messages = kept[name] ?? [];
    messages.push(...(await receiveAll(sqsClient, urls[name], ONCE_SECONDS)));
    return messages;
  };
  const events = async (): Promise<CompletionEvent[]> =>
    (await drain('completion')).map(({ Body = '' }) => JSON.parse(Body));

  return {
    clock,
    directory,
    environment,
    compose: (env = {}) =>
      compose({ ...environment, ...env }, { ...outside, random: () => 0.5 }).deps,
    async deliver(deliveries, settings = {}) {
      const { env = {}, remainingMs = 60_000, random = () => 0.5 } = settings;
      const { deps } = compose({ ...environment, ...env }, { ...outside, random });
      const { log, lines } = recordingLog();
      const { metrics, measured } = recordingMetrics();
      const processBatch = createBatchProcessor({ ...deps, log, metrics, ...settings.ports });
      const records = deliveries.map((delivery) => recordOf(delivery, clock.now()));
      const context = { getRemainingTimeInMillis: () => remainingMs } as Context;
      const { batchItemFailures } = await processBatch({ Records: records }, context);
      const retries = lines.filter(({ message }) => message === 'retry later');
      return {
        metrics: measured,
        again: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
        // No queue knows the receipts of these deliveries, and says so: that line is left out.
        log: lines.filter(({ facts }) => facts['requestId'] !== undefined),
        causes: retries.map(({ facts }) => facts['cause']),
        visibilitySeconds: retries.map(({ facts }) => facts['visibilitySeconds']),
      };
    },
    async record(emailAddress) {
      const { Item } = await dynamoDbClient.send(
        new GetItemCommand({
          TableName: 'users',
          Key: { pk: { S: personKeyOf(TARGET_ID, emailAddress) } },
        }),
      );
      return Item && plain(Item);
    },
    async recordCount() {
      const { Count } = await dynamoDbClient.send(new ScanCommand({ TableName: 'users' }));
      return Count ?? 0;
    },
    events,
    outcomes: async () =>
      (await events()).map(({ data }) => ('outcome' in data ? data.outcome : data.reason.code)),
    rejected: async () => (await drain('rejected')).map(keptOf),
    deadLetters: async () => (await drain('dead-letter')).map(keptOf),
    async stop() {
      dynamoDbClient.destroy();
      sqsClient.destroy();
      await Promise.all([dynamoDb.stop(), sqs.stop(), directory.stop()]);
    },
  };
}

function recordingLog() {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (message: string, facts: LogLine['facts']) => {
    lines.push({ level, message, facts });
  };
  return { lines, log: { info: at('info'), warn: at('warn'), error: at('error') } };
}

function recordingMetrics() {
  const measured: Record<string, number[]> = {};
  const add = (name: string, value: number) => {
    measured[name] = [...(measured[name] ?? []), value];
  };
  const flush = async () => {};
  const metrics: Metrics = { count: (name) => add(name, 1), time: add, age: add, flush };
  return { metrics, measured };
}

async function createQueues(client: SQSClient) {
  const urls = await Promise.all(
    QUEUES.map(async (name) => {
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: name }));
      return [name, QueueUrl] as const;
    }),
  );
  return Object.fromEntries(urls) as Record<(typeof QUEUES)[number], string>;
}

function keptOf(message: SqsMessage): KeptMessage {
  return { body: message.Body ?? '', attributes: attributesOf(message) };
}

export function recordOf(delivery: Delivery, nowMs: number): SQSRecord {
  const { body, messageId = randomUUID(), receiveCount = 1, firstReceivedAtMs = nowMs } = delivery;
  return {
    messageId,
    receiptHandle: `receipt-of-${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      ApproximateFirstReceiveTimestamp: String(firstReceivedAtMs),
      SentTimestamp: String(delivery.sentAtMs ?? firstReceivedAtMs),
      SenderId: 'test',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${REGION}:000000000000:new-hire`,
    awsRegion: REGION,
  };
}

type Item = Record<string, AttributeValue>;

function plain(item: Item): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue({ N, S, SS, M }: AttributeValue): unknown {
  if (N !== undefined) return Number(N);
  return M === undefined ? (S ?? SS) : plain(M);
}

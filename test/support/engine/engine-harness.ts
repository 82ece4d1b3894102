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
} from '../../../local/directories/finspace/server.ts';
import { startDynamoDb } from '../../../local/emulators/dynamodb.ts';
import { receiptsOf } from '../../../local/emulators/event-source-mapping/receipts.ts';
import { startSqs } from '../../../local/emulators/sqs.ts';
import { cancelScheduled } from '../../../src/aws/cancel-scheduled.ts';
import { PseudonymKeyError } from '../../../src/aws/derive-secret.ts';
import { createDueHires } from '../../../src/aws/due-hires.ts';
import { createScheduledTable } from '../../../src/aws/scheduled-table.ts';
import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import type { Digests } from '../../../src/provisioning/digests.ts';
import { isPersonKey } from '../../../src/provisioning/digests.ts';
import { type DueHire, releaseDueHires } from '../../../src/provisioning/release-due-hires.ts';
import type { ScheduledHire } from '../../../src/provisioning/scheduled-hires.ts';
import { compose } from '../../../src/runtime/compose.ts';
import type { Metrics } from '../../../src/sqs/metrics.ts';
import { type BatchProcessorDeps, createBatchProcessor } from '../../../src/sqs/process-batch.ts';
import { createScheduledHiresTable, createTable } from '../aws/create-table.ts';
import { attributesOf, receiveAll } from '../aws/received.ts';
import { createManualClock, type ManualClock } from '../time/manual-clock.ts';
import { digestsFor, TEST_SECRET } from './digests.ts';
import { endingOf } from './ending-of.ts';

const REGION = 'eu-west-1';
const PSEUDONYM_KEY_ARN = `arn:aws:kms:${REGION}:000000000000:key/test`;
const NEW_HIRE_QUEUE_ARN = `arn:aws:sqs:${REGION}:000000000000:new-hire`;
export const TARGET_ID = `finspace:000000000000:${REGION}:test-environment`;
const SCHEDULED = { tableName: 'scheduled' };
const QUEUES = ['new-hire', 'completion', 'rejected', 'dead-letter'] as const;

/** As long as SQS allows, so that a test receives each message once. */
const ONCE_SECONDS = 43_200;

/** A message as a test delivers it. By default it is a first delivery, just received. */
export interface Delivery {
  /** As SQS reports it. Default: `test`. */
  readonly senderId?: string;
  readonly body: string | object;
  readonly messageId?: string;
  /** Of a message that is in flight unless given. */
  readonly receiptHandle?: string | undefined;
  readonly receiveCount?: number;
  readonly firstReceivedAtMs?: number;
  readonly sentAtMs?: number;
  /** Message attributes. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The new-hire queue unless given. */
  readonly eventSourceArn?: string;
}

/** A failed message, with its attributes. */
export interface KeptMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface EngineHarness {
  readonly clock: ManualClock;
  readonly pseudonymOf: Digests['pseudonymOf'];
  readonly directory: FinspaceDouble;
  /** The environment of the function. */
  readonly environment: Readonly<Record<string, string>>;
  /** The parts of an instance of the function, composed from its environment. */
  compose(env?: Readonly<Record<string, string>>): BatchProcessorDeps;
  /** One invocation, of a new instance by default. */
  deliver(deliveries: readonly Delivery[], settings?: DeliverySettings): Promise<Delivered>;
  /** One run of the sweep; returns what it sends, with the attributes that it sets. */
  sweep(): Promise<readonly Delivery[]>;
  /** The hire that waits under this key, or once did. */
  scheduled(key: string): Promise<ScheduledHire | undefined>;
  /** An operator cancels what waits under this key. */
  cancel(key: string): Promise<void>;
  /** The item of the person in the table, in the directory of this harness unless given. */
  record(emailAddress: string, digests?: Digests): Promise<Record<string, unknown> | undefined>;
  /** Records of people; pointers of employee ids are not among them. */
  recordCount(): Promise<number>;
  /** Every completion event sent so far, repeats included, oldest first. */
  events(): Promise<CompletionEvent[]>;
  /** The outcome or the reason code of each event. */
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
  /** Ids of the messages that are to be retried. */
  readonly again: readonly string[];
  /** Every value that was measured, by metric. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  /** How many accounts were counted as added, by group. */
  readonly granted: Readonly<Record<string, number>>;
  /** The lines about messages. */
  readonly log: readonly LogLine[];
  /** Why each message is to be retried, in the order of the log. */
  readonly causes: readonly unknown[];
  /** After how many seconds, in the order of the log. */
  readonly visibilitySeconds: readonly unknown[];
}

export interface DeliverySettings {
  readonly env?: Readonly<Record<string, string>>;
  readonly remainingMs?: number;
  readonly random?: () => number;
  /** An instance that is warm, in place of a new one: `env` has no effect then. */
  readonly instance?: BatchProcessorDeps;
  /** In place of the ports that the environment gives. */
  readonly ports?: Partial<BatchProcessorDeps>;
}

/**
 * The function, composed as it runs in Lambda, on DynamoDB and SQS in this process and the FinSpace
 * double over HTTP. All have one clock, which only the test moves.
 */
export async function startEngineHarness(
  options: { readonly directory?: FinspaceDoubleOptions } = {},
): Promise<EngineHarness> {
  const clock = createManualClock(Date.parse('2026-03-02T08:00:00Z'));
  const outside = { clock, deriveSecret, sleep: async (ms: number) => clock.advance(ms) };
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
  const hires = { client: dynamoDbClient, ...SCHEDULED };
  const never = new AbortController().signal;
  const urls = await createQueues(sqsClient);
  await createTable(dynamoDbClient, 'users');
  await createScheduledHiresTable(dynamoDbClient, SCHEDULED.tableName);
  const environment = {
    AWS_REGION: REGION,
    FINSPACE_ACCOUNT_ID: '000000000000',
    FINSPACE_ENVIRONMENT_ID: 'test-environment',
    STAGE: 'test',
    USERS_TABLE_NAME: 'users',
    SCHEDULED_HIRES_TABLE_NAME: SCHEDULED.tableName,
    PSEUDONYM_KEY_ARN,
    NEW_HIRE_QUEUE_URL: urls['new-hire'],
    NEW_HIRE_QUEUE_ARN,
    COMPLETION_QUEUE_URL: urls.completion,
    REJECTED_QUEUE_URL: urls.rejected,
    DEAD_LETTER_QUEUE_URL: urls['dead-letter'],
    ALLOWED_EMAIL_DOMAINS: '*',
  };
  const kept = { completion: [], rejected: [], 'dead-letter': [] } as Record<string, SqsMessage[]>;
  const drain = async (name: 'completion' | 'rejected' | 'dead-letter'): Promise<SqsMessage[]> => {
    const messages = kept[name] ?? [];
    messages.push(...(await receiveAll(sqsClient, urls[name], ONCE_SECONDS)));
    return messages;
  };
  const receive = (count: number) => receiptsOf(sqsClient, urls['new-hire'], count);
  const events = async (): Promise<CompletionEvent[]> =>
    (await drain('completion')).map(({ Body = '' }) => JSON.parse(Body));

  return {
    clock,
    pseudonymOf: digestsFor(TARGET_ID).pseudonymOf,
    directory,
    environment,
    compose: (env = {}) =>
      compose({ ...environment, ...env }, { ...outside, random: () => 0.5 }).deps,
    async deliver(deliveries, settings = {}) {
      const { env = {}, remainingMs = 60_000, random = () => 0.5 } = settings;
      const instance =
        settings.instance ?? compose({ ...environment, ...env }, { ...outside, random }).deps;
      const { log, lines } = recordingLog();
      const { metrics, measured, granted } = recordingMetrics();
      const { target } = settings.ports ?? {};
      const processBatch = createBatchProcessor({
        ...instance,
        random,
        log,
        metrics,
        ...(target && { digests: async () => digestsFor(target.id) }),
        ...settings.ports,
      });
      const receipts = await receive(deliveries.length);
      const records = deliveries.map((delivery, index) =>
        recordOf({ receiptHandle: receipts[index], ...delivery }, clock.now()),
      );
      const context = { getRemainingTimeInMillis: () => remainingMs } as Context;
      const { batchItemFailures } = await processBatch({ Records: records }, context);
      const retries = lines.filter(({ message }) => message === 'retry later');
      return {
        metrics: measured,
        granted,
        again: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
        // Lines about the invocation are left out.
        log: lines.filter(({ facts }) => facts['requestId'] !== undefined),
        causes: retries.map(({ facts }) => facts['cause']),
        visibilitySeconds: retries.map(({ facts }) => facts['visibilitySeconds']),
      };
    },
    async sweep() {
      const copies: Delivery[] = [];
      const send = async (hires: readonly DueHire[]) => {
        copies.push(...hires.map((hire) => copyOf(hire, clock.now())));
        return new Set<string>();
      };
      await releaseDueHires({ dueHires: createDueHires(hires), send, clock }, never);
      return copies;
    },
    scheduled: (key) => createScheduledTable(hires).read(key, never),
    async cancel(key) {
      const shown = await createScheduledTable(hires).read(key, never);
      if (shown) await cancelScheduled(hires, shown, clock.now(), never);
    },
    async record(emailAddress, digests = digestsFor(TARGET_ID)) {
      const { Item } = await dynamoDbClient.send(
        new GetItemCommand({
          TableName: 'users',
          Key: { pk: { S: digests.personKeyOf(emailAddress) } },
        }),
      );
      return Item && plain(Item);
    },
    async recordCount() {
      const { Items = [] } = await dynamoDbClient.send(new ScanCommand({ TableName: 'users' }));
      return Items.filter(({ pk }) => isPersonKey(pk?.S ?? '')).length;
    },
    events,
    outcomes: async () => (await events()).map(endingOf),
    rejected: async () => (await drain('rejected')).map(keptOf),
    deadLetters: async () => (await drain('dead-letter')).map(keptOf),
    async stop() {
      dynamoDbClient.destroy();
      sqsClient.destroy();
      await Promise.all([dynamoDb.stop(), sqs.stop(), directory.stop()]);
    },
  };
}

async function deriveSecret(keyArn: string): Promise<Uint8Array> {
  if (keyArn === PSEUDONYM_KEY_ARN) return TEST_SECRET;
  throw new PseudonymKeyError(new Error('no such key'));
}

/** As handlers/release-due-hires.ts sends it. */
function copyOf({ body, askedAtMs, dueAtMs }: DueHire, nowMs: number): Delivery {
  const attributes = {
    sentAt: new Date(askedAtMs).toISOString(),
    dueAt: new Date(dueAtMs).toISOString(),
  };
  return { body, attributes, sentAtMs: nowMs };
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
  const granted: Record<string, number> = {};
  const add = (name: string, value: number) => {
    measured[name] = [...(measured[name] ?? []), value];
  };
  const flush = async () => {};
  const metrics: Metrics = {
    count: (name) => add(name, 1),
    countGrant(group) {
      granted[group] = (granted[group] ?? 0) + 1;
    },
    time: add,
    age: add,
    flush,
  };
  return { metrics, measured, granted };
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
    receiptHandle: delivery.receiptHandle ?? `receipt-of-${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      ApproximateFirstReceiveTimestamp: String(firstReceivedAtMs),
      SentTimestamp: String(delivery.sentAtMs ?? firstReceivedAtMs),
      SenderId: delivery.senderId ?? 'test',
    },
    messageAttributes: Object.fromEntries(
      Object.entries(delivery.attributes ?? {}).map(([name, stringValue]) => [
        name,
        { dataType: 'String', stringValue },
      ]),
    ),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: delivery.eventSourceArn ?? NEW_HIRE_QUEUE_ARN,
    awsRegion: REGION,
  };
}

type Item = Record<string, AttributeValue>;

function plain(item: Item): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue({ N, S, SS, NS, M }: AttributeValue): unknown {
  if (N !== undefined) return Number(N);
  return M === undefined ? (S ?? SS ?? NS) : plain(M);
}

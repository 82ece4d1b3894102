import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetQueueAttributesCommand,
  type Message,
  PurgeQueueCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { LocalStackOptions } from '../../../local/stack/stack.ts';
import { expireVisibility } from '../aws/expire-visibility.ts';
import { receiveAll } from '../aws/received.ts';
import { scanAll } from '../aws/scan-all.ts';
import { type InterceptingProxy, startInterceptingProxy } from '../http/intercepting-proxy.ts';
import { until } from '../time/until.ts';
import { expireLeases } from './expire-leases.ts';
import { type PackagedStack, startPackagedStack } from './packaged-stack.ts';

/**
 * The packaged service, with a proxy in front of every service it calls, and time that the test
 * moves.
 */
export interface StackUnderFaults extends PackagedStack {
  readonly proxy: InterceptingProxy;
  sendHires(hires: readonly Record<string, unknown>[]): Promise<void>;
  /** Waits until so many lines with this message are in the log. */
  untilLogged(message: string, lines: number): Promise<readonly Record<string, unknown>[]>;
  /** Receives every visible message once, and waits until its delivery has ended. */
  consumeOnce(timeoutMs?: number): Promise<void>;
  /** How many messages are in the new-hire queue. */
  messagesLeft(): Promise<number>;
  /** Makes every message visible, once the running invocations have ended. */
  comeAgain(): Promise<void>;
  expireLeases(): Promise<void>;
  /** How many hires wait for their day. */
  scheduled(): Promise<number>;
  /**
   * Begins anew with empty queues, tables and directory, and no faults. Processes stay, and may remember accounts: the
   * next people need other addresses.
   */
  beginAnew(): Promise<void>;
  /** Removes every item of the users table. */
  forgetRecords(): Promise<void>;
  /** Removes every hire that waits for its day, or once did. */
  forgetScheduled(): Promise<void>;
  /** Redelivers messages until none is left, or often enough. Returns how many are left. */
  consumeAll(timeoutMs?: number): Promise<number>;
  /** Like consumeAll, but throws if messages are left. */
  untilAllDone(): Promise<void>;
  /** The log lines with this message. */
  logged(message: string): readonly Record<string, unknown>[];
  /** Every message so far that was received from the dead-letter queue. */
  deadLetters(): Promise<readonly Message[]>;
  stop(): Promise<void>;
}

const MAX_ROUNDS = 30;

export async function startStackUnderFaults(
  options: LocalStackOptions = {},
): Promise<StackUnderFaults> {
  const proxy = await startInterceptingProxy();
  const service = await startPackagedStack({
    consume: false,
    interceptEndpoint: proxy.intercept,
    interceptPolling: (endpoint) => proxy.intercept('sqs', endpoint),
    ...options,
  }).catch(async (error: unknown) => {
    await proxy.stop();
    throw error;
  });
  const { stack, sqs, log } = service;
  const { NewHireQueueUrl, DeadLetterQueueUrl, UsersTableName, ScheduledHiresTableName } =
    stack.outputs;
  const dynamoDb = new DynamoDBClient({
    endpoint: stack.endpoints.dynamodb,
    region: stack.environment['AWS_REGION'] ?? '',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  const dead: Message[] = [];
  const logged = (message: string) =>
    log
      .filter((line) => line.includes(`"message":"${message}"`))
      .map((line): Record<string, unknown> => JSON.parse(line));

  async function consumeOnce(timeoutMs?: number) {
    await stack.consumption.start();
    await until(
      () => depthOf(sqs, NewHireQueueUrl),
      ({ visible }) => visible === 0,
      timeoutMs,
    );
    await stack.consumption.pause();
  }

  async function messagesLeft() {
    const { visible, inFlight } = await depthOf(sqs, NewHireQueueUrl);
    return visible + inFlight;
  }

  async function consumeAll(timeoutMs?: number) {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      await consumeOnce(timeoutMs);
      if ((await messagesLeft()) === 0) return 0;
      await expireVisibility(sqs, NewHireQueueUrl);
    }
    return messagesLeft();
  }

  async function empty(TableName: string) {
    for (const { pk } of await scanAll(dynamoDb, TableName)) {
      const Key = { pk: pk ?? { S: '' } };
      await dynamoDb.send(new DeleteItemCommand({ TableName, Key }));
    }
  }

  async function beginAnew() {
    const { directory, consumption } = stack;
    await consumption.pause();
    proxy.onCall(() => undefined);
    directory.faults.clear();
    for (const { userId } of directory.users()) directory.removeUser(userId);
    await service.forgetAll();
    await sqs.send(new PurgeQueueCommand({ QueueUrl: DeadLetterQueueUrl }));
    await empty(UsersTableName);
    await empty(ScheduledHiresTableName);
    dead.length = 0;
  }

  async function comeAgain() {
    await stack.consumption.pause();
    await expireVisibility(sqs, NewHireQueueUrl);
    await stack.consumption.start();
  }

  return {
    ...service,
    proxy,
    logged,
    comeAgain,
    beginAnew,
    consumeOnce,
    consumeAll,
    messagesLeft,
    expireLeases: () => expireLeases(dynamoDb, UsersTableName),
    async scheduled() {
      const items = await scanAll(dynamoDb, ScheduledHiresTableName);
      return items.filter(({ state }) => state?.S === 'waiting').length;
    },
    forgetRecords: () => empty(UsersTableName),
    forgetScheduled: () => empty(ScheduledHiresTableName),
    async sendHires(hires) {
      for (const hire of hires) await service.send(JSON.stringify(hire));
    },
    untilLogged: (message, lines) =>
      until(
        () => logged(message),
        (seen) => seen.length >= lines,
      ),
    async untilAllDone() {
      const left = await consumeAll();
      if (left > 0) throw new Error(`${left} messages are left after ${MAX_ROUNDS} rounds.`);
    },
    async deadLetters() {
      dead.push(...(await receiveAll(sqs, DeadLetterQueueUrl, 3_600)));
      return dead;
    },
    async stop() {
      dynamoDb.destroy();
      await service.stop();
      await proxy.stop();
    },
  };
}

async function depthOf(sqs: SQSClient, queueUrl: string) {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    visible: Number(Attributes['ApproximateNumberOfMessages']),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
  };
}

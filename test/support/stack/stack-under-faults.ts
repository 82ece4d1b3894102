import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, type Message, type SQSClient } from '@aws-sdk/client-sqs';
import type { LocalStackOptions } from '../../../local/stack/stack.ts';
import { expireVisibility } from '../aws/expire-visibility.ts';
import { receiveAll } from '../aws/received.ts';
import { type InterceptingProxy, startInterceptingProxy } from '../http/intercepting-proxy.ts';
import { until } from '../time/until.ts';
import { expireLeases } from './expire-leases.ts';
import { type PackagedStack, startPackagedStack } from './packaged-stack.ts';

/** The packaged service behind its queue, with something in front of every service, and time that a test passes. */
export interface StackUnderFaults extends PackagedStack {
  readonly proxy: InterceptingProxy;
  sendHires(hires: readonly Record<string, unknown>[]): Promise<void>;
  /** Once so many log lines with this message are out. */
  untilLogged(message: string, lines: number): Promise<readonly Record<string, unknown>[]>;
  /** Receives every message that is visible, once, and waits for what becomes of it. */
  consumeOnce(timeoutMs?: number): Promise<void>;
  /** How many messages the new-hire queue holds. */
  messagesLeft(): Promise<number>;
  /** Every message that waits for its visibility is visible, once the invocations under way have ended. */
  comeAgain(): Promise<void>;
  expireLeases(): Promise<void>;
  /** Lets messages come again until none is left, or for long enough; answers how many are. */
  consumeAll(timeoutMs?: number): Promise<number>;
  /** As consumeAll. Throws if messages are left. */
  untilAllDone(): Promise<void>;
  /** The log lines with this message. */
  logged(message: string): readonly Record<string, unknown>[];
  /** Every dead letter so far, as it was received. */
  deadLetters(): Promise<readonly Message[]>;
  stop(): Promise<void>;
}

const MOST_ROUNDS = 30;

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
  const { NewHireQueueUrl, DeadLetterQueueUrl, UsersTableName } = stack.outputs;
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
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await consumeOnce(timeoutMs);
      if ((await messagesLeft()) === 0) return 0;
      await expireVisibility(sqs, NewHireQueueUrl);
    }
    return messagesLeft();
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
    consumeOnce,
    consumeAll,
    messagesLeft,
    expireLeases: () => expireLeases(dynamoDb, UsersTableName),
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
      if (left > 0) throw new Error(`${left} messages came again ${MOST_ROUNDS} times in vain.`);
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

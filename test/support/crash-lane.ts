import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { expireLeases } from './expire-leases.ts';
import { type Phase, startInterceptingProxy } from './intercepting-proxy.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { type StackWorld, startStackWorld } from './stack-world.ts';
import { until } from './until.ts';

/** A call by its name, its place among the invocation's calls of that name (from 1), and a moment of it. */
export interface CrashPoint {
  readonly operation: string;
  readonly ordinal: number;
  readonly moment: Phase;
}

export interface SentMessage {
  readonly messageId: string;
  readonly body: string;
}

/** The packaged function past its queue, in a process that can be killed at any moment of any call. */
export interface CrashLane {
  readonly world: StackWorld;
  /** The directory's, by which client tokens expire. */
  readonly clock: ManualClock;
  /** One invocation; answers the messages that it wants to see again, all of them if it failed. */
  deliver(messages: readonly SentMessage[], receiveCount: number): Promise<readonly SentMessage[]>;
  /** The names of the calls that a delivery makes, in their order. */
  record(messages: readonly SentMessage[]): Promise<readonly string[]>;
  /** SIGKILL at that moment of a first delivery; answers whether it came to that. */
  crash(messages: readonly SentMessage[], point: CrashPoint): Promise<boolean>;
  /** What time would do: every lease is over. */
  expireLeases(): Promise<void>;
  stop(): Promise<void>;
}

export async function startCrashLane(): Promise<CrashLane> {
  const clock = createManualClock(Date.now());
  const proxy = await startInterceptingProxy();
  const world = await startStackWorld({
    consume: false,
    clock,
    interceptEndpoint: proxy.intercept,
  }).catch(async (error: unknown) => {
    await proxy.stop();
    throw error;
  });
  const { stack } = world;
  const { ProvisionFunctionName, UsersTableName } = stack.outputs;
  const dynamoDb = new DynamoDBClient({
    endpoint: stack.endpoints.dynamodb,
    region: stack.environment['AWS_REGION'] ?? '',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  let underWay = 0;

  async function deliver(messages: readonly SentMessage[], receiveCount: number) {
    const event = eventOf(messages, receiveCount);
    const result = await stack.functions.invoke(ProvisionFunctionName, event);
    if (result.kind === 'failed') return messages;
    const failures: readonly { readonly itemIdentifier: string }[] = Object(
      result.payload,
    ).batchItemFailures;
    const again = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
    return messages.filter(({ messageId }) => again.has(messageId));
  }

  return {
    ...{ world, clock, deliver },
    async record(messages) {
      const from = proxy.calls.length;
      await deliver(messages, 1);
      return proxy.calls.slice(from).map(({ operation }) => operation);
    },
    async crash(messages, { operation, ordinal, moment }) {
      const killed = Promise.withResolvers<void>();
      let body: string | undefined;
      let seen = 0;
      let doomed = false;
      proxy.onCall(async (call, phase) => {
        if (phase === 'before' && call.operation === operation) {
          seen += 1;
          if (seen === ordinal) body = call.body;
        }
        const isTheCall = call.operation === operation && call.body === body;
        // What else the process does on its last breath reaches nobody, and no other answer reaches it.
        if (doomed && !isTheCall) {
          if (phase === 'committed') underWay -= 1;
          await killed.promise;
          return 'drop';
        }
        if (phase === 'before' && !(isTheCall && moment === 'before')) underWay += 1;
        if (phase === 'committed') underWay -= 1;
        if (!isTheCall) return undefined;
        // The answer goes out; what the function would call because of it does not.
        if (phase === 'committed' && moment === 'answered') doomed = true;
        if (phase !== moment) return undefined;
        doomed = true;
        await stack.functions.kill();
        killed.resolve();
        return 'drop';
      });
      await deliver(messages, 1);
      if (doomed) await killed.promise;
      // What a call of the dead process still commits is committed before the message comes again.
      await until(
        () => underWay,
        (calls) => calls === 0,
      );
      proxy.onCall(() => undefined);
      return doomed;
    },
    expireLeases: () => expireLeases(dynamoDb, UsersTableName),
    async stop() {
      dynamoDb.destroy();
      await world.stop();
      await proxy.stop();
    },
  };
}

function eventOf(messages: readonly SentMessage[], receiveCount: number): SQSEvent {
  const Records = messages.map(
    ({ messageId, body }): SQSRecord => ({
      ...{ messageId, body, receiptHandle: `receipt-of-${messageId}`, md5OfBody: '' },
      attributes: {
        ApproximateReceiveCount: String(receiveCount),
        ApproximateFirstReceiveTimestamp: String(Date.now()),
        SentTimestamp: String(Date.now()),
        SenderId: 'hr',
      },
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:new-hires',
      awsRegion: 'eu-west-1',
    }),
  );
  return { Records };
}

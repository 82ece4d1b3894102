import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { CompletionEvent } from '../../src/contracts/completion-event.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../src/local/stack.ts';
import { attributesOf, receiveAll } from './received.ts';
import { scanAll } from './scan-all.ts';
import { until } from './until.ts';

/** What users see of a stack: accounts, records, events, queues. */
export interface StackWorld {
  readonly stack: LocalStack;
  readonly sqs: SQSClient;
  /** Lines that the function logged. */
  readonly log: readonly string[];
  send(body: string): Promise<string>;
  /** Until the new-hire queue holds nothing, waiting or in flight. */
  untilDone(): Promise<void>;
  records(): Promise<readonly Record<string, AttributeValue>[]>;
  /** Every completion event so far, repeats included. */
  events(): Promise<readonly CompletionEvent[]>;
  rejected(): Promise<readonly Kept[]>;
  stop(): Promise<void>;
}

export interface Kept {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The packaged service on the local stack, and clients that look at it from outside. */
export async function startStackWorld(options: LocalStackOptions = {}): Promise<StackWorld> {
  const log: string[] = [];
  const stack = await startLocalStack({ onLog: (line) => log.push(line), ...options });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const region = stack.environment['AWS_REGION'] ?? '';
  const sqs = new SQSClient({ endpoint: stack.endpoints.sqs, region, credentials });
  const dynamoDb = new DynamoDBClient({ endpoint: stack.endpoints.dynamodb, region, credentials });
  const { NewHireQueueUrl, CompletionQueueUrl, RejectedQueueUrl, UsersTableName } = stack.outputs;
  const events: CompletionEvent[] = [];
  const rejected: Kept[] = [];

  return {
    ...{ stack, sqs, log },
    async send(body) {
      const command = new SendMessageCommand({ QueueUrl: NewHireQueueUrl, MessageBody: body });
      const { MessageId = '' } = await sqs.send(command);
      return MessageId;
    },
    async untilDone() {
      const command = new GetQueueAttributesCommand({
        QueueUrl: NewHireQueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      });
      await until(
        async () => Object.values((await sqs.send(command)).Attributes ?? {}),
        (counts) => counts.every((count) => count === '0'),
      );
    },
    records: () => scanAll(dynamoDb, UsersTableName),
    async events() {
      const messages = await receiveAll(sqs, CompletionQueueUrl, 3_600);
      events.push(...messages.map(({ Body = '' }) => JSON.parse(Body)));
      return events;
    },
    async rejected() {
      const messages = await receiveAll(sqs, RejectedQueueUrl, 3_600);
      rejected.push(
        ...messages.map((message) => ({
          body: message.Body ?? '',
          attributes: attributesOf(message),
        })),
      );
      return rejected;
    },
    async stop() {
      sqs.destroy();
      dynamoDb.destroy();
      await stack.stop();
    },
  };
}

import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { StackOutputs } from '../../../local/stack/outputs.ts';
import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import { isPersonKey } from '../../../src/provisioning/digests.ts';
import { attributesOf, receiveAll } from '../aws/received.ts';
import { scanAll } from '../aws/scan-all.ts';
import { until } from '../time/until.ts';

/** A stack as users see it, wherever it runs: records, events, queues. */
export interface ObservedStack {
  readonly sqs: SQSClient;
  send(body: string): Promise<string>;
  /** Waits until the new-hire queue has no message, waiting or in flight. */
  untilDone(): Promise<void>;
  /** Of people; pointers of employee ids are not among them. */
  records(): Promise<readonly Record<string, AttributeValue>[]>;
  /** Every completion event so far, repeats included. */
  events(): Promise<readonly CompletionEvent[]>;
  rejected(): Promise<readonly Kept[]>;
  /** Forgets what came so far. */
  forgetAll(): Promise<void>;
  /** Closes the clients. */
  close(): void;
}

export interface Kept {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Whereabouts {
  readonly outputs: StackOutputs;
  readonly region: string;
  readonly endpoints: { readonly sqs: string; readonly dynamodb: string };
}

export function observeStack({ outputs, region, endpoints }: Whereabouts): ObservedStack {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const sqs = new SQSClient({ endpoint: endpoints.sqs, region, credentials });
  const dynamoDb = new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials });
  const { NewHireQueueUrl, CompletionQueueUrl, RejectedQueueUrl, UsersTableName } = outputs;
  const events: CompletionEvent[] = [];
  const rejected: Kept[] = [];

  return {
    sqs,
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
    records: async () =>
      (await scanAll(dynamoDb, UsersTableName)).filter(({ pk }) => isPersonKey(pk?.S ?? '')),
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
    async forgetAll() {
      for (const QueueUrl of [NewHireQueueUrl, CompletionQueueUrl, RejectedQueueUrl])
        await sqs.send(new PurgeQueueCommand({ QueueUrl }));
      events.length = 0;
      rejected.length = 0;
    },
    close() {
      sqs.destroy();
      dynamoDb.destroy();
    },
  };
}

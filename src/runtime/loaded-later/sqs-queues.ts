import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createCompletionQueue } from '../../aws/completion-queue.ts';
import { createFailedMessages } from '../../aws/failed-messages.ts';
import { createMessageVisibility } from '../../aws/message-visibility.ts';
import { createProcessedMessages } from '../../aws/processed-messages.ts';
import type {
  CompletionEvents,
  FailedMessages,
  MessageVisibility,
  ProcessedMessages,
} from '../../provisioning/message-ports.ts';
import { awsClientSettings, withoutLog } from '../aws-clients.ts';
import { rehearse } from '../rehearse.ts';
import type { Settings } from '../settings.ts';

export type QueueUrls = Pick<
  Settings,
  'newHireQueueUrl' | 'completionQueueUrl' | 'rejectedQueueUrl' | 'deadLetterQueueUrl'
>;

/** The function's ports on SQS. */
export interface Queues {
  readonly completionEvents: CompletionEvents;
  readonly failedMessages: FailedMessages;
  readonly visibility: MessageVisibility;
  readonly processedMessages: ProcessedMessages;
  /** Makes ready for the first event. Sends nothing, never throws. */
  rehearse(): Promise<void>;
}

export function createSqsQueues(urls: QueueUrls, onError: (error: unknown) => void): Queues {
  const client = withoutLog(new SQSClient(awsClientSettings));
  const newHires = { client, onError, queueUrl: urls.newHireQueueUrl };
  return {
    completionEvents: createCompletionQueue({
      client,
      onError,
      queueUrl: urls.completionQueueUrl,
    }),
    failedMessages: createFailedMessages({ ...urls, client, onError }),
    visibility: createMessageVisibility(newHires),
    processedMessages: createProcessedMessages(newHires),
    rehearse: () =>
      rehearse(eventFor(urls.completionQueueUrl), (command) => client.send(command, {}), {
        Successful: [],
        Failed: [],
      }),
  };
}

/** Of the form of a batch of events. */
function eventFor(QueueUrl: string): SendMessageBatchCommand {
  const attribute = { DataType: 'String', StringValue: 'none' };
  const Entries = [{ Id: '0', MessageBody: '{}', MessageAttributes: { none: attribute } }];
  return new SendMessageBatchCommand({ QueueUrl, Entries });
}

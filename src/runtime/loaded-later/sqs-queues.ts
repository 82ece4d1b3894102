import { SQSClient } from '@aws-sdk/client-sqs';
import { createCompletionQueue } from '../../aws/completion-queue.ts';
import { createFailedMessages } from '../../aws/failed-messages.ts';
import { createMessageVisibility } from '../../aws/message-visibility.ts';
import type {
  CompletionEvents,
  FailedMessages,
  MessageVisibility,
} from '../../provisioning/ports.ts';
import { awsTimeouts, withoutLog } from '../aws-clients.ts';
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
}

export function createSqsQueues(urls: QueueUrls, onError: (error: unknown) => void): Queues {
  const client = withoutLog(new SQSClient({ requestHandler: awsTimeouts }));
  return {
    completionEvents: createCompletionQueue({
      client,
      onError,
      queueUrl: urls.completionQueueUrl,
    }),
    failedMessages: createFailedMessages({ ...urls, client, onError }),
    visibility: createMessageVisibility({ client, onError, queueUrl: urls.newHireQueueUrl }),
  };
}

import { SQSClient } from '@aws-sdk/client-sqs';
import { createCompletionQueue } from '../aws/completion-queue.ts';
import { createMessageVisibility } from '../aws/message-visibility.ts';
import { createRejectedMessages } from '../aws/rejected-messages.ts';
import { awsTimeouts, withoutLog } from './aws-clients.ts';
import type { Queues, QueueUrls } from './queues.ts';

/** In a file of its own, for queues.ts to load later. */
export function createSqsQueues(urls: QueueUrls, onError: (error: unknown) => void): Queues {
  const client = withoutLog(new SQSClient({ requestHandler: awsTimeouts }));
  return {
    completionEvents: createCompletionQueue({
      client,
      onError,
      queueUrl: urls.completionQueueUrl,
    }),
    rejectedMessages: createRejectedMessages({ ...urls, client, onError }),
    visibility: createMessageVisibility({ client, onError, queueUrl: urls.newHireQueueUrl }),
  };
}

import { SQSClient } from '@aws-sdk/client-sqs';
import { createCompletionQueue } from '../../aws/completion-queue.ts';
import { createMessageVisibility } from '../../aws/message-visibility.ts';
import { createRejectedMessages } from '../../aws/rejected-messages.ts';
import type { CompletionEvents, RejectedMessages } from '../../provisioning/ports.ts';
import type { MessageVisibility } from '../../sqs/process-batch.ts';
import { awsTimeouts, withoutLog } from '../aws-clients.ts';
import type { Settings } from '../settings.ts';

export type QueueUrls = Pick<
  Settings,
  'newHireQueueUrl' | 'completionQueueUrl' | 'rejectedQueueUrl' | 'deadLetterQueueUrl'
>;

/** All that the function says over SQS. */
export interface Queues {
  readonly completionEvents: CompletionEvents;
  readonly rejectedMessages: RejectedMessages;
  readonly visibility: MessageVisibility;
}

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

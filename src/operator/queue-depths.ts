import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Stack } from './stack.ts';

/** How many messages a queue holds; SQS counts about right, and a little behind. */
export interface QueueDepth {
  readonly waiting: number;
  readonly inFlight: number;
  /** Shown again later. */
  readonly delayed: number;
}

export async function queueDepth({ clients }: Stack, queueUrl: string): Promise<QueueDepth> {
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return {
    waiting: Number(Attributes?.ApproximateNumberOfMessages),
    inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
    delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed),
  };
}

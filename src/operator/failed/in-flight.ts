import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Stack } from '../stack/stack.ts';
import { FAILED_QUEUES, type FailedQueue } from './failed-queue.ts';

/**
 * About how many failed messages other processes hold, such as an operator at a prompt. SQS counts
 * approximately, and counts this process's own messages too: call it before holding any.
 */
export async function countInFlight(
  stack: Stack,
  queues: readonly FailedQueue[] = FAILED_QUEUES,
): Promise<number> {
  const counts = await Promise.all(queues.map((queue) => notVisible(stack, queue)));
  return counts.reduce((sum, count) => sum + count, 0);
}

export function failedQueueUrl({ outputs }: Stack, queue: FailedQueue): string {
  return queue === 'rejected' ? outputs.RejectedQueueUrl : outputs.DeadLetterQueueUrl;
}

async function notVisible(stack: Stack, queue: FailedQueue): Promise<number> {
  const { Attributes } = await stack.clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: failedQueueUrl(stack, queue),
      AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
}

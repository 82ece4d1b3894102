import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { receiveAll } from '../aws/received.ts';
import { sendBodies } from '../aws/send-bodies.ts';
import type { PackagedStack } from '../stack/packaged-stack.ts';

/** Moves every dead letter back to the new-hire queue, where SQS gives it a new message id. */
export async function redrive({ sqs, stack }: PackagedStack): Promise<void> {
  const { DeadLetterQueueUrl, NewHireQueueUrl } = stack.outputs;
  const letters = await receiveAll(sqs, DeadLetterQueueUrl);
  const bodies = letters.map(({ Body = '' }) => Body);
  await sendBodies(sqs, NewHireQueueUrl, bodies);
  await sqs.send(new PurgeQueueCommand({ QueueUrl: DeadLetterQueueUrl }));
}

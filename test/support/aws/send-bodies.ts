import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** The limit of one SendMessageBatch. */
const MAX_ENTRIES = 10;

/** Sends each body as a message, in as few calls as SQS allows. */
export async function sendBodies(
  sqs: SQSClient,
  queueUrl: string,
  bodies: readonly string[],
): Promise<void> {
  const entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  while (entries.length > 0) {
    const Entries = entries.splice(0, MAX_ENTRIES);
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

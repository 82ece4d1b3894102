import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** SQS's limit for one batch, and for one receive. */
const BATCH_SIZE = 10;

/** As long as SQS allows. */
const VISIBILITY_SECONDS = 43_200;

/**
 * The receipts of so many messages in flight, for records of an event that does not come from the queue: their bodies
 * are such that it would not take them, or their times are chosen.
 */
export async function receiptsOf(
  sqs: SQSClient,
  queueUrl: string,
  count: number,
): Promise<readonly string[]> {
  const receipts: string[] = [];
  while (receipts.length < count) {
    const missing = Math.min(count - receipts.length, BATCH_SIZE);
    const Entries = Array.from({ length: missing }, (_, index) => ({
      Id: String(index),
      MessageBody: 'in flight',
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: missing,
        VisibilityTimeout: VISIBILITY_SECONDS,
      }),
    );
    receipts.push(...Messages.map(({ ReceiptHandle = '' }) => ReceiptHandle));
  }
  return receipts;
}

import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

interface InspectedQueue {
  readonly messages: { readonly inflight: readonly { readonly receiptHandle: string }[] };
}

/**
 * Ends the visibility timeout of every message in flight, so that all are visible at once. A
 * standard queue keeps no order: with `last-first`, the message that was received last comes first.
 */
export async function expireVisibility(
  sqs: SQSClient,
  queueUrl: string,
  order: 'first-first' | 'last-first' = 'first-first',
): Promise<void> {
  const { origin, pathname } = new URL(queueUrl);
  const queueName = pathname.split('/').at(-1);
  const answer = await fetch(`${origin}/_fauxqs/queues/${queueName}`);
  const { messages } = (await answer.json()) as InspectedQueue;
  const { inflight } = messages;
  const inOrder = order === 'first-first' ? inflight : inflight.toReversed();
  const Entries = inOrder.map(({ receiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: 0,
  }));
  while (Entries.length > 0) {
    await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queueUrl,
        Entries: Entries.splice(0, 10),
      }),
    );
  }
}

import { DeleteMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { ProcessedMessages } from '../provisioning/message-ports.ts';
import { callInBatches } from './batches.ts';
import type { SourceQueue } from './message-visibility.ts';

/** Messages of one queue, deleted in as few calls as SQS allows. */
export function createProcessedMessages({
  client,
  queueUrl,
  onError,
}: SourceQueue): ProcessedMessages {
  return {
    async deleteAll(receipts, signal) {
      const failed = await callInBatches(
        receipts,
        async (batch) => {
          signal.throwIfAborted();
          const command = new DeleteMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: batch.map(({ receiptHandle }, index) => ({
              Id: String(index),
              ReceiptHandle: receiptHandle,
            })),
          });
          return client.send(command, { abortSignal: signal });
        },
        onError,
      );
      return new Set(failed.map(({ messageId }) => messageId));
    },
  };
}

import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageVisibility } from '../provisioning/message-ports.ts';
import { callInBatches } from './batches.ts';

export interface SourceQueue {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Called with the reason why a call failed for a message. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Visibility of the messages of one queue, set in as few calls as SQS allows. */
export function createMessageVisibility({
  client,
  queueUrl,
  onError,
}: SourceQueue): MessageVisibility {
  return {
    async setAll(entries, signal) {
      const failed = await callInBatches(
        entries,
        async (batch) => {
          signal.throwIfAborted();
          const command = new ChangeMessageVisibilityBatchCommand({
            QueueUrl: queueUrl,
            Entries: batch.map(({ receiptHandle, visibilitySeconds }, index) => ({
              Id: String(index),
              ReceiptHandle: receiptHandle,
              VisibilityTimeout: visibilitySeconds,
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

import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageVisibility, Visibility } from '../provisioning/ports.ts';
import { inBatches } from './batches.ts';

export interface SourceQueue {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Called with the reason why a visibility was not set. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Visibility of the messages of one queue, set in as few calls as SQS allows. */
export function createMessageVisibility(queue: SourceQueue): MessageVisibility {
  return {
    async setAll(entries, signal) {
      const failed = await Promise.all(
        inBatches(entries).map((batch) =>
          setBatch(queue, batch, signal).catch((error: unknown) => {
            queue.onError?.(error);
            return batch;
          }),
        ),
      );
      return new Set(failed.flat().map(({ messageId }) => messageId));
    },
  };
}

/** @returns the entries whose visibility SQS did not set */
async function setBatch(
  { client, queueUrl, onError }: SourceQueue,
  batch: readonly Visibility[],
  signal: AbortSignal,
): Promise<readonly Visibility[]> {
  signal.throwIfAborted();
  const { Successful = [], Failed = [] } = await client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl: queueUrl,
      Entries: batch.map(({ receiptHandle, visibilitySeconds }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: visibilitySeconds,
      })),
    }),
    { abortSignal: signal },
  );
  for (const { Code } of Failed)
    onError?.(
      Object.assign(new Error('SQS did not set the visibility of a message.'), { code: Code }),
    );
  const set = new Set(Successful.map(({ Id }) => Id));
  return batch.filter((_, index) => !set.has(String(index)));
}

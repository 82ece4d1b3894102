import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageVisibility, Visibility } from '../provisioning/ports.ts';
import { inTens } from './in-tens.ts';

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
        inTens(entries).map((ten) =>
          setTen(queue, ten, signal).catch((error: unknown) => {
            queue.onError?.(error);
            return ten;
          }),
        ),
      );
      return new Set(failed.flat().map(({ messageId }) => messageId));
    },
  };
}

/** Returns the entries that SQS did not set. */
async function setTen(
  { client, queueUrl, onError }: SourceQueue,
  ten: readonly Visibility[],
  signal: AbortSignal,
): Promise<readonly Visibility[]> {
  signal.throwIfAborted();
  const { Successful = [], Failed = [] } = await client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl: queueUrl,
      Entries: ten.map(({ receiptHandle, visibilitySeconds }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: visibilitySeconds,
      })),
    }),
    { abortSignal: signal },
  );
  for (const { Code } of Failed)
    onError?.(Object.assign(new Error('SQS did not set a visibility.'), { code: Code }));
  const set = new Set(Successful.map(({ Id }) => Id));
  return ten.filter((_, index) => !set.has(String(index)));
}

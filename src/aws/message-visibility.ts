import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

export interface Visibility {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** From now; SQS allows up to 12 hours counted from the receive. */
  readonly visibilitySeconds: number;
}

export interface SourceQueue {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Is told why a visibility was not set. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Limit of one ChangeMessageVisibilityBatch. */
const MAX_ENTRIES = 10;

/** Sets when the messages of an invocation are shown again, in as few calls as SQS allows. */
export function createMessageVisibility(queue: SourceQueue) {
  return {
    /** Answers the ids of the messages whose visibility is not known to be set; never throws. */
    async setAll(
      entries: readonly Visibility[],
      signal: AbortSignal,
    ): Promise<ReadonlySet<string>> {
      const failed = await Promise.all(
        tensOf(entries).map((ten) =>
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

/** Answers those that SQS did not set. */
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

function tensOf(entries: readonly Visibility[]): readonly (readonly Visibility[])[] {
  const count = Math.ceil(entries.length / MAX_ENTRIES);
  return Array.from({ length: count }, (_, ten) =>
    entries.slice(ten * MAX_ENTRIES, (ten + 1) * MAX_ENTRIES),
  );
}

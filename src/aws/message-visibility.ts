import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageVisibility, Visibility } from '../provisioning/ports.ts';
import { inBatches } from './batches.ts';

/**
 * A client has 50 connections, and a request that waits too long for one fails: a thousand calls at once
 * would lose many. https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-maxsockets.html
 */
const CALLS_AT_ONCE = 20;

export interface SourceQueue {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Called with the reason why a visibility was not set. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Visibility of the messages of one queue, set in as few calls as SQS allows, and some calls at a time. */
export function createMessageVisibility(queue: SourceQueue): MessageVisibility {
  return {
    async setAll(entries, signal) {
      const batches = inBatches(entries).values();
      const failed: Visibility[] = [];
      const setRest = async () => {
        // The iterator is shared: each batch is set by one of the callers.
        for (const batch of batches) failed.push(...(await setOrFail(queue, batch, signal)));
      };
      await Promise.all(Array.from({ length: CALLS_AT_ONCE }, setRest));
      return new Set(failed.map(({ messageId }) => messageId));
    },
  };
}

async function setOrFail(
  queue: SourceQueue,
  batch: readonly Visibility[],
  signal: AbortSignal,
): Promise<readonly Visibility[]> {
  try {
    return await setBatch(queue, batch, signal);
  } catch (error) {
    queue.onError?.(error);
    return batch;
  }
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

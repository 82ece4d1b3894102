import { randomUUID } from 'node:crypto';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { recordOperations } from '../support/aws/client-middleware.ts';
import type { LocalSqs } from '../support/aws/sqs.ts';

/** An empty queue, and a client of which every call and every error that it tells is written down. */
export interface RecordedQueue {
  readonly queueUrl: string;
  readonly client: SQSClient;
  readonly calls: string[];
  readonly errors: readonly unknown[];
  readonly onError: (error: unknown) => void;
}

export async function createRecordedQueue(sqs: LocalSqs): Promise<RecordedQueue> {
  const client = sqs.connect();
  const errors: unknown[] = [];
  return {
    queueUrl: await sqs.createQueue(randomUUID()),
    client,
    calls: recordOperations(client),
    errors,
    onError: (error) => errors.push(error),
  };
}

import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { type CompletionEvent, completionEvent } from '../../../src/contracts/completion-event.ts';

const LONG_POLL_SECONDS = 20;

/**
 * Waits for completion events and removes them from their queue, at most ten at a time. Returns none after
 * 20 seconds without one. Rejects when `signal` aborts.
 */
export async function takeCompletionEvents(
  client: SQSClient,
  queueUrl: string,
  signal: AbortSignal,
): Promise<CompletionEvent[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: LONG_POLL_SECONDS,
    }),
    { abortSignal: signal },
  );
  if (Messages.length === 0) return [];
  const events = Messages.map(({ Body = '' }) => v.parse(completionEvent, JSON.parse(Body)));
  const Entries = Messages.map(({ ReceiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle,
  }));
  await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }), {
    abortSignal: signal,
  });
  return events;
}

import type { SQSRecord } from 'aws-lambda';
import type { ConfirmInFlight, InFlight } from '../provisioning/message-ports.ts';
import type { IntakeQueues } from './intake-queues.ts';

/** A record, and the queue that it says it comes from. */
export type QueuedRecord = SQSRecord & { readonly queue: keyof IntakeQueues };

/** Of the messages of each queue. */
export type ConfirmInQueues = Readonly<Record<keyof IntakeQueues, ConfirmInFlight>>;

/**
 * Asks each queue whether the messages of its records are in flight. Of a direct invocation, which looks the same, SQS
 * refuses the receipts (docs/decisions/0004-records-in-flight.md). Never throws.
 */
export async function confirmRecords(
  records: readonly QueuedRecord[],
  confirm: ConfirmInQueues,
  signal: AbortSignal,
): Promise<InFlight<QueuedRecord>> {
  const answerOf = (name: keyof IntakeQueues) => {
    const ofQueue = records.filter(({ queue }) => queue === name);
    return confirm[name](ofQueue, signal);
  };
  const [messages, files] = await Promise.all([answerOf('messages'), answerOf('files')]);
  const error = messages.error ?? files.error;
  return {
    confirmed: [...messages.confirmed, ...files.confirmed],
    refused: [...messages.refused, ...files.refused],
    unknown: [...messages.unknown, ...files.unknown],
    ...(error !== undefined && { error }),
  };
}

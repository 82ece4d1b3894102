import { MAX_BATCH_ENTRIES } from '../../aws/batches.ts';
import { sendMessages } from '../../aws/send-messages.ts';
import { recordChanges } from '../changes/record-change.ts';
import type { Stack } from '../stack/stack.ts';
import type { HireMessage } from './hire-message.ts';

export interface SendOptions {
  readonly ratePerSecond: number;
  /** Ends the sending between two calls, never within one. */
  readonly signal: AbortSignal;
  /** Waits; returns early when the signal aborts, and never rejects. */
  readonly pause: (ms: number) => Promise<void>;
  readonly onProgress: (sent: number) => void;
}

/**
 * Sends messages to the new-hire queue, in order, at most so many a second, one call at a time.
 * @returns how many of them, from the first on, are known to be sent; to send the rest again, or all,
 * does no harm
 */
export async function sendHires(
  stack: Stack,
  messages: readonly HireMessage[],
  { ratePerSecond, signal, pause, onProgress }: SendOptions,
): Promise<number> {
  const { clients, outputs } = stack;
  const queue = { client: clients.sqs, queueUrl: outputs.NewHireQueueUrl };
  const perCall = Math.max(1, Math.min(MAX_BATCH_ENTRIES, Math.floor(ratePerSecond)));
  for (let sent = 0; sent < messages.length; ) {
    if (signal.aborted) return sent;
    const batch = messages.slice(sent, sent + perCall);
    const outgoing = batch.map(({ body }, index) => ({ key: `${index}`, body, attributes: {} }));
    const changes = batch.map(({ body }) => ({ command: 'send', before: body }));
    const unsent = await recordChanges(
      stack,
      changes,
      () => sendMessages(queue, outgoing, new AbortController().signal),
      (failed, index) => !failed.has(`${index}`),
    );
    const firstUnsent = batch.findIndex((_, index) => unsent.has(`${index}`));
    if (firstUnsent !== -1) return sent + firstUnsent;
    sent += batch.length;
    onProgress(sent);
    if (sent < messages.length) await pause((batch.length / ratePerSecond) * 1000);
  }
  return messages.length;
}

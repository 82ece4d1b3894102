import { setTimeout as delay } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { sendMessages } from '../../src/aws/send-messages.ts';
import type { HireMessage } from '../../src/operator/send/hire-message.ts';
import { queueDepth } from '../../src/operator/stack/queue-depth.ts';
import { takeCompletionEvents } from './completion-events.ts';
import { createHireOutcomes, type HireOutcome } from './hire-outcomes.ts';

export interface FileToProvision {
  readonly messages: readonly HireMessage[];
  readonly sqs: SQSClient;
  readonly newHireQueueUrl: string;
  /** Its events are taken off: nobody else may read it meanwhile. */
  readonly completionQueueUrl: string;
  /** After this, what has not reached its end is answered without one. */
  readonly timeoutMs: number;
  /** Aborts the waiting; the answer then is a rejection with its reason. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly ended: number; readonly sent: number }) => void;
}

export interface ProvisionedFile {
  /** In file order. */
  readonly outcomes: readonly HireOutcome[];
  /** Whether every message is gone from the new-hire queue. */
  readonly isQueueEmpty: boolean;
}

const QUEUE_EMPTY_EVERY_MS = 50;
/** Ten calls: with hundreds, the SDK warns on the terminal that they queue for its sockets. */
const SENT_AT_ONCE = 100;

/**
 * Sends the hires of a file and waits until every message reached its end: its completion event is
 * out and it is gone from the queue. Answers what became of each.
 */
export async function provisionFile(file: FileToProvision): Promise<ProvisionedFile> {
  const { messages, sqs, newHireQueueUrl, completionQueueUrl, signal } = file;
  await send(file);
  const outcomes = createHireOutcomes(messages);
  const bound = AbortSignal.timeout(file.timeoutMs);
  const stop = AbortSignal.any([signal, bound]);
  try {
    while (outcomes.pending() > 0) {
      file.onProgress({ ended: messages.length - outcomes.pending(), sent: messages.length });
      const events = await takeCompletionEvents(sqs, completionQueueUrl, stop);
      for (const event of events) outcomes.take(event);
    }
    await untilEmpty(sqs, newHireQueueUrl, stop);
    return { outcomes: outcomes.all(), isQueueEmpty: true };
  } catch (error) {
    signal.throwIfAborted();
    if (!bound.aborted) throw error;
    return { outcomes: outcomes.all(), isQueueEmpty: false };
  }
}

async function send({ messages, sqs, newHireQueueUrl, signal }: FileToProvision): Promise<void> {
  const queue = { client: sqs, queueUrl: newHireQueueUrl };
  let unsent = 0;
  for (let sent = 0; sent < messages.length; sent += SENT_AT_ONCE) {
    const outgoing = messages
      .slice(sent, sent + SENT_AT_ONCE)
      .map(({ body }, index) => ({ key: `${index}`, body, attributes: {} }));
    unsent += (await sendMessages(queue, outgoing, signal)).size;
    signal.throwIfAborted();
  }
  if (unsent === 0) return;
  throw new Error(`${unsent} of ${messages.length} messages could not be sent to the queue`);
}

async function untilEmpty(sqs: SQSClient, queueUrl: string, signal: AbortSignal): Promise<void> {
  while (true) {
    const depth = await queueDepth(sqs, queueUrl, signal);
    if (Object.values(depth).every((count) => count === 0)) return;
    await delay(QUEUE_EMPTY_EVERY_MS, undefined, { signal });
  }
}

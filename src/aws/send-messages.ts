import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { MAX_BATCH_ENTRIES } from './batches.ts';

export interface OutgoingMessage {
  /** Identifies the message to the sender; several messages may share a key. */
  readonly key: string;
  readonly body: string;
  /** All of type String, none empty, the most important first. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface OutgoingQueue {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Called with the reason why messages were not sent: SQS's error, never their content. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

interface SizedEntry {
  readonly key: string;
  readonly entry: Omit<SendMessageBatchRequestEntry, 'Id'>;
  readonly bytes: number;
}

/** Limit of one SendMessageBatch, and of one message (SQS message quotas). */
const MAX_BYTES = 1_048_576;

/**
 * Sends messages in as few SendMessageBatch calls as count and size allow. A call that fails as a
 * whole is retried message by message, because one that SQS refuses fails the rest of its batch.
 * Never throws; returns the keys of the messages that are not known to have been sent.
 */
export async function sendMessages(
  queue: OutgoingQueue,
  messages: readonly OutgoingMessage[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const batches = batchesOf(messages.map(sizedEntryOf));
  const unsent = await Promise.all(batches.map((batch) => sendBatch(queue, batch, signal)));
  return new Set(unsent.flat().map(({ key }) => key));
}

async function sendBatch(
  queue: OutgoingQueue,
  batch: readonly SizedEntry[],
  signal: AbortSignal,
): Promise<readonly SizedEntry[]> {
  try {
    return await sendOnce(queue, batch, signal);
  } catch (error) {
    queue.onError?.(error);
    if (signal.aborted || batch.length === 1) return batch;
    const unsent = await Promise.all(batch.map((one) => sendBatch(queue, [one], signal)));
    return unsent.flat();
  }
}

async function sendOnce(
  { client, queueUrl, onError }: OutgoingQueue,
  batch: readonly SizedEntry[],
  signal: AbortSignal,
): Promise<readonly SizedEntry[]> {
  signal.throwIfAborted();
  const { Successful = [], Failed = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: batch.map(({ entry }, index) => ({ ...entry, Id: String(index) })),
    }),
    { abortSignal: signal },
  );
  for (const { Code } of Failed)
    onError?.(Object.assign(new Error('SQS did not accept a message.'), { code: Code }));
  const sent = new Set(Successful.map(({ Id }) => Id));
  return batch.filter((_, index) => !sent.has(String(index)));
}

/** Each message goes into the first batch that has room for it. */
function batchesOf(entries: readonly SizedEntry[]): readonly (readonly SizedEntry[])[] {
  const batches: { entries: SizedEntry[]; bytes: number }[] = [];
  for (const entry of entries) {
    const open = batches.find(
      (batch) => batch.entries.length < MAX_BATCH_ENTRIES && batch.bytes + entry.bytes <= MAX_BYTES,
    );
    if (open) {
      open.entries.push(entry);
      open.bytes += entry.bytes;
    } else {
      batches.push({ entries: [entry], bytes: entry.bytes });
    }
  }
  return batches.map((batch) => batch.entries);
}

/** The whole body, and those attributes, in their order, that still fit with it. */
function sizedEntryOf({ key, body, attributes }: OutgoingMessage): SizedEntry {
  const MessageAttributes: NonNullable<SendMessageBatchRequestEntry['MessageAttributes']> = {};
  let bytes = Buffer.byteLength(body);
  for (const [name, value] of Object.entries(attributes)) {
    const more = Buffer.byteLength(`${name}String${value}`);
    if (bytes + more > MAX_BYTES) continue;
    bytes += more;
    MessageAttributes[name] = { DataType: 'String', StringValue: value };
  }
  return { key, entry: { MessageBody: body, MessageAttributes }, bytes };
}

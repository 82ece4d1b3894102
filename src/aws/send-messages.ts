import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { MAX_BATCH_ENTRIES } from './in-tens.ts';

export interface OutgoingMessage {
  /** How the sender knows the message; several may share one. */
  readonly key: string;
  readonly body: string;
  /** All of type String, none empty, the most needed first. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface OutgoingQueue {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Called with the reason why messages were not sent: SQS's error, never their content. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

interface Parcel {
  readonly key: string;
  readonly entry: Omit<SendMessageBatchRequestEntry, 'Id'>;
  readonly bytes: number;
}

/** Limit of one SendMessageBatch, and of one message as well (SQS message quotas). */
const MAX_BYTES = 1_048_576;

/**
 * Sends messages in as few SendMessageBatch calls as count and size allow. A call that fails whole is
 * retried message by message, as one that SQS refuses fails the rest of its batch.
 * Returns the keys of the messages that are not known to have been sent; never throws.
 */
export async function sendMessages(
  queue: OutgoingQueue,
  messages: readonly OutgoingMessage[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const batches = batchesOf(messages.map(parcelOf));
  const unsent = await Promise.all(batches.map((batch) => sendBatch(queue, batch, signal)));
  return new Set(unsent.flat().map(({ key }) => key));
}

async function sendBatch(
  queue: OutgoingQueue,
  batch: readonly Parcel[],
  signal: AbortSignal,
): Promise<readonly Parcel[]> {
  try {
    return await sendOnce(queue, batch, signal);
  } catch (error) {
    queue.onError?.(error);
    if (signal.aborted || batch.length === 1) return batch;
    const unsent = await Promise.all(batch.map((parcel) => sendBatch(queue, [parcel], signal)));
    return unsent.flat();
  }
}

async function sendOnce(
  { client, queueUrl, onError }: OutgoingQueue,
  batch: readonly Parcel[],
  signal: AbortSignal,
): Promise<readonly Parcel[]> {
  signal.throwIfAborted();
  const { Successful = [], Failed = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: batch.map(({ entry }, index) => ({ ...entry, Id: String(index) })),
    }),
    { abortSignal: signal },
  );
  for (const { Code } of Failed)
    onError?.(Object.assign(new Error('SQS did not take a message.'), { code: Code }));
  const sent = new Set(Successful.map(({ Id }) => Id));
  return batch.filter((_, index) => !sent.has(String(index)));
}

/** Each message goes into the first batch that has room for it. */
function batchesOf(parcels: readonly Parcel[]): readonly (readonly Parcel[])[] {
  const batches: { parcels: Parcel[]; bytes: number }[] = [];
  for (const parcel of parcels) {
    const open = batches.find(
      (batch) =>
        batch.parcels.length < MAX_BATCH_ENTRIES && batch.bytes + parcel.bytes <= MAX_BYTES,
    );
    if (open) {
      open.parcels.push(parcel);
      open.bytes += parcel.bytes;
    } else {
      batches.push({ parcels: [parcel], bytes: parcel.bytes });
    }
  }
  return batches.map((batch) => batch.parcels);
}

/** The body always goes whole; of the attributes, in their order, those that still fit beside it. */
function parcelOf({ key, body, attributes }: OutgoingMessage): Parcel {
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

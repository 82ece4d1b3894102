import type { Message } from '@aws-sdk/client-sqs';

/** A message of a queue, as it was received. */
export interface HeldMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Epoch milliseconds; a move by SQS keeps it. */
  readonly sentAtMs: number;
  readonly receiptHandle: string;
  /** ARN of the queue that SQS moved it from, after too many receives; no sender can set it. */
  readonly movedFrom?: string;
}

/** Those that the functions store, or that the intake reads. What else a sender adds is not kept. */
const ATTRIBUTES = new Set([
  'reasonCode',
  'reason',
  'requestId',
  'rejectedAt',
  'firstSeenAt',
  'mac',
  'sentAt',
  'source',
]);
/** More than the function stores in one: a longer one is not its own. */
const ATTRIBUTE_LENGTH = 2_048;

/** `keep` decides where the body is until it is read. */
export function heldMessageOf(message: Message, keep: (body: string) => () => string): HeldMessage {
  const movedFrom = message.Attributes?.DeadLetterQueueSourceArn;
  const attributes = Object.entries(message.MessageAttributes ?? {})
    .filter(([name]) => ATTRIBUTES.has(name))
    .map(([name, { StringValue = '' }]) => [name, startOf(StringValue, ATTRIBUTE_LENGTH)]);
  const readBody = keep(message.Body ?? '');
  return {
    messageId: message.MessageId ?? '',
    get body() {
      return readBody();
    },
    attributes: Object.fromEntries(attributes),
    sentAtMs: Number(message.Attributes?.SentTimestamp),
    receiptHandle: message.ReceiptHandle ?? '',
    ...(movedFrom !== undefined && { movedFrom }),
  };
}

/** The start of a text, without the memory of the rest, nor of a longer text that it was cut from. */
export function startOf(text: string, length: number): string {
  return Buffer.from(text.slice(0, length)).toString();
}

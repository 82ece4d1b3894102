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

export function heldMessageOf(message: Message): HeldMessage {
  const movedFrom = message.Attributes?.DeadLetterQueueSourceArn;
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(
    ([name, { StringValue = '' }]) => [name, StringValue],
  );
  return {
    messageId: message.MessageId ?? '',
    body: message.Body ?? '',
    attributes: Object.fromEntries(attributes),
    sentAtMs: Number(message.Attributes?.SentTimestamp),
    receiptHandle: message.ReceiptHandle ?? '',
    ...(movedFrom !== undefined && { movedFrom }),
  };
}

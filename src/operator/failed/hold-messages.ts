import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { MAX_BATCH_ENTRIES } from '../../aws/batches.ts';
import { createMessageVisibility } from '../../aws/message-visibility.ts';

export interface HeldMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Epoch milliseconds; a move by SQS keeps it. */
  readonly sentAtMs: number;
  readonly receiptHandle: string;
}

/** Messages of a queue that no one else can receive for now. */
export interface Hold {
  /** Each once, in the order of their first receive. */
  readonly messages: readonly HeldMessage[];
  /** The newest receipt of a message. */
  receiptOf(messageId: string): string;
  /** The message was deleted: it is no longer released. */
  forget(messageId: string): void;
  /** Makes some messages visible again before the others. */
  release(messageIds: readonly string[]): Promise<void>;
  /** Ends the hold: makes every message visible again. */
  releaseAll(): Promise<void>;
}

export interface HoldOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (held: number) => void;
  /** Default 120. If the process is killed, its messages are visible again after this. */
  readonly visibilitySeconds?: number;
  /** Above 0, a receive asks every server of SQS; with 0 it may miss messages. */
  readonly waitSeconds: number;
}

/** SQS may deliver twice: one receive of known messages only does not mean that there are no others. */
const RECEIVES_WITHOUT_NEWS = 3;

/**
 * Receives every message of a queue, and hides them from others until `releaseAll`. None is lost: if the
 * process is killed, they reappear after their visibility timeout, which is short and renewed meanwhile.
 */
export async function holdMessages(options: HoldOptions): Promise<Hold> {
  const { client, queueUrl, waitSeconds, signal, onProgress } = options;
  const { visibilitySeconds = 120 } = options;
  const held = new Map<string, HeldMessage>();
  const visibility = createMessageVisibility({ client, queueUrl });
  const setVisible = (messages: Iterable<HeldMessage>, seconds: number) =>
    visibility.setAll(
      [...messages].map((message) => ({ ...message, visibilitySeconds: seconds })),
      // Not the caller's: messages are released after Ctrl-C, too.
      new AbortController().signal,
    );
  const renewal = setInterval(
    () => void setVisible(held.values(), visibilitySeconds),
    visibilitySeconds * 500,
  );
  const release = async (messages: readonly HeldMessage[]) => {
    for (const { messageId } of messages) held.delete(messageId);
    await setVisible(messages, 0);
  };
  const releaseAll = () => {
    clearInterval(renewal);
    return release([...held.values()]);
  };

  try {
    for (let withoutNews = 0; withoutNews < RECEIVES_WITHOUT_NEWS; ) {
      // A receive is never aborted: its messages would be hidden already.
      signal.throwIfAborted();
      const received = await receive(client, { queueUrl, visibilitySeconds, waitSeconds });
      if (received.length === 0) break;
      const isNew = received.some(({ messageId }) => !held.has(messageId));
      withoutNews = isNew ? 0 : withoutNews + 1;
      for (const message of received) held.set(message.messageId, message);
      onProgress?.(held.size);
    }
    signal.throwIfAborted();
  } catch (error) {
    await releaseAll();
    throw error;
  }
  return {
    messages: [...held.values()],
    receiptOf: (messageId) => held.get(messageId)?.receiptHandle ?? '',
    forget: (messageId) => void held.delete(messageId),
    release: (messageIds) => release(messageIds.flatMap((messageId) => held.get(messageId) ?? [])),
    releaseAll,
  };
}

async function receive(
  client: SQSClient,
  {
    queueUrl,
    visibilitySeconds,
    waitSeconds,
  }: Required<Pick<HoldOptions, 'queueUrl' | 'visibilitySeconds' | 'waitSeconds'>>,
): Promise<HeldMessage[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: MAX_BATCH_ENTRIES,
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: visibilitySeconds,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SentTimestamp'],
    }),
  );
  return Messages.map(heldOf);
}

function heldOf(message: Message): HeldMessage {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(
    ([name, { StringValue = '' }]) => [name, StringValue],
  );
  return {
    messageId: message.MessageId ?? '',
    body: message.Body ?? '',
    attributes: Object.fromEntries(attributes),
    sentAtMs: Number(message.Attributes?.SentTimestamp),
    receiptHandle: message.ReceiptHandle ?? '',
  };
}

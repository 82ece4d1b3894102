import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { createMessageVisibility } from '../../aws/message-visibility.ts';

export interface HeldMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Epoch milliseconds; also after SQS itself moved it here. */
  readonly sentAtMs: number;
  readonly receiptHandle: string;
}

/** Messages of a queue that nobody else sees for now. */
export interface Hold {
  /** Each once, in the order in which they came. */
  readonly messages: readonly HeldMessage[];
  /** The newest receipt of a message. */
  receiptOf(messageId: string): string;
  /** It was deleted: nothing is to be given back. */
  forget(messageId: string): void;
  /** Makes some of them visible again before the others. */
  release(messageIds: readonly string[]): Promise<void>;
  /** Ends the hold: every message is visible again. */
  releaseAll(): Promise<void>;
}

export interface HoldOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (held: number) => void;
  /** If the process is killed, its messages are visible again after this. */
  readonly visibilitySeconds?: number;
  /** A receive that waits, be it a second, asks every server of SQS; one that does not may overlook messages. */
  readonly waitSeconds: number;
}

const RECEIVE_BATCH = 10;
/** SQS may deliver twice: one receive of nothing but known messages does not mean that there are no others. */
const RECEIVES_WITHOUT_NEWS = 3;

/**
 * Receives every message of a queue and keeps them from others until `releaseAll`. None is deleted, and
 * none is lost: whoever is killed with messages in hand gives them back when their visibility
 * timeout ends, which is short and renewed for as long as the hold lasts.
 */
export async function holdMessages(options: HoldOptions): Promise<Hold> {
  const { client, queueUrl, waitSeconds, signal, onProgress } = options;
  const { visibilitySeconds = 120 } = options;
  const held = new Map<string, HeldMessage>();
  const visibility = createMessageVisibility({ client, queueUrl });
  const setVisible = (messages: Iterable<HeldMessage>, seconds: number) =>
    visibility.setAll(
      [...messages].map((message) => ({ ...message, visibilitySeconds: seconds })),
      // Also after Ctrl-C: giving back is what it waits for.
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
      // Never cut off on its way: what the answer would have brought is hidden already.
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
      MaxNumberOfMessages: RECEIVE_BATCH,
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

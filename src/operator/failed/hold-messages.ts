import { ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { MAX_BATCH_ENTRIES } from '../../aws/batches.ts';
import { createMessageVisibility } from '../../aws/message-visibility.ts';
import type { Clock } from '../../provisioning/ports.ts';
import type { BodyStore } from './body-store.ts';
import { type HeldMessage, heldMessageOf } from './held-message.ts';
import { createReceipts, type Receipt } from './receipts.ts';
import { createRenewal } from './renewal.ts';

/** Messages of a queue that no one else can receive for now. */
export interface Hold {
  /** Each once, in the order of their first receive. */
  readonly messages: readonly HeldMessage[];
  /** The newest receipt of a message. */
  receiptOf(messageId: string): string;
  /**
   * Renews the hold of one message.
   * @returns false if it cannot be renewed: another process may have the message
   */
  renew(messageId: string): Promise<boolean>;
  /** The message was deleted: it is no longer released. */
  forget(messageId: string): void;
  /** Makes some messages visible again before the others. */
  release(messageIds: readonly string[]): Promise<void>;
  /** Ends the hold: makes every message visible again that is still held. */
  releaseAll(): Promise<void>;
  /** How many messages are no longer held, or could not be renewed the last time. */
  notRenewed(): number;
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
  /** Keeps the bodies, which can be read until it is closed. */
  readonly bodies: Pick<BodyStore, 'keep'>;
  /** Of the wall: it also runs while a laptop sleeps. */
  readonly clock: Clock;
}

/** SQS may deliver twice: one receive of known messages only does not mean that there are no others. */
const RECEIVES_WITHOUT_NEWS = 3;
/** A renewal that fails is tried again before the visibility ends. */
const RENEWALS_PER_VISIBILITY = 3;

/**
 * Receives every message of a queue, and hides them from others until `releaseAll`. None is lost: if the
 * process is killed, they reappear after their visibility timeout, which is short and renewed meanwhile.
 */
export async function holdMessages(options: HoldOptions): Promise<Hold> {
  const { client, queueUrl, waitSeconds, signal, onProgress, clock, bodies } = options;
  const { visibilitySeconds = 120 } = options;
  const receipts = createReceipts(visibilitySeconds * 1000, clock);
  const visibility = createMessageVisibility({ client, queueUrl });
  const setVisible = (some: readonly Receipt[], seconds: number) =>
    visibility.setAll(
      // Without the body, which may have to be read from disk.
      some.map(({ message: { messageId, receiptHandle } }) => ({
        messageId,
        receiptHandle,
        visibilitySeconds: seconds,
      })),
      // Not the caller's: messages are released after Ctrl-C, too.
      new AbortController().signal,
    );
  const renewAll = async (some: readonly Receipt[]) => {
    const startedAtMs = clock.now();
    const failed = await setVisible(some, visibilitySeconds);
    for (const receipt of some)
      receipts.record(receipt, failed.has(receipt.message.messageId) ? 'failed' : startedAtMs);
  };
  const renewal = createRenewal(
    () => renewAll(receipts.held()),
    (visibilitySeconds * 1000) / RENEWALS_PER_VISIBILITY,
  );
  // A receipt that is no longer held is not released: another process may hold the message by now.
  const release = async (isReleased: (messageId: string) => boolean) => {
    const some = receipts.held().filter(({ message }) => isReleased(message.messageId));
    for (const { message } of some) receipts.forget(message.messageId);
    await renewal.settled();
    await setVisible(some, 0);
  };
  const releaseAll = async () => {
    await renewal.stop();
    await release(() => true);
  };

  const messages = new Map<string, HeldMessage>();
  try {
    for (let withoutNews = 0; withoutNews < RECEIVES_WITHOUT_NEWS; ) {
      // A receive is never aborted: its messages would be hidden already.
      signal.throwIfAborted();
      const askedAtMs = clock.now();
      const received = await receive(client, {
        queueUrl,
        visibilitySeconds,
        waitSeconds,
        bodies,
      });
      if (received.length === 0) break;
      const isNew = received.some(({ messageId }) => !messages.has(messageId));
      withoutNews = isNew ? 0 : withoutNews + 1;
      for (const message of received) {
        messages.set(message.messageId, message);
        receipts.add(message, askedAtMs);
      }
      onProgress?.(messages.size);
    }
    signal.throwIfAborted();
  } catch (error) {
    await releaseAll();
    throw error;
  }
  return {
    messages: [...messages.values()],
    receiptOf: (messageId) => receipts.find(messageId)?.message.receiptHandle ?? '',
    async renew(messageId) {
      const receipt = receipts.find(messageId);
      if (receipt === undefined || !receipts.isHidden(receipt)) return false;
      await renewAll([receipt]);
      return receipts.isHeld(receipt);
    },
    forget: receipts.forget,
    release(messageIds) {
      const released = new Set(messageIds);
      return release((messageId) => released.has(messageId));
    },
    releaseAll,
    notRenewed: receipts.notRenewed,
  };
}

async function receive(
  client: SQSClient,
  {
    queueUrl,
    visibilitySeconds,
    waitSeconds,
    bodies,
  }: Required<Pick<HoldOptions, 'queueUrl' | 'visibilitySeconds' | 'waitSeconds' | 'bodies'>>,
): Promise<HeldMessage[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: MAX_BATCH_ENTRIES,
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: visibilitySeconds,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SentTimestamp', 'DeadLetterQueueSourceArn'],
    }),
  );
  return Messages.map((message) => heldMessageOf(message, bodies.keep));
}

import type { Clock } from '../../provisioning/ports.ts';
import type { HeldMessage } from './held-message.ts';

/** The newest receipt of a message in hand. */
export interface Receipt {
  readonly message: HeldMessage;
  /** Epoch milliseconds: the visibility counts from this time on, or from a later one. */
  hiddenAtMs: number;
  hasFailed: boolean;
}

export interface Receipts {
  add(message: HeldMessage, askedAtMs: number): void;
  forget(messageId: string): void;
  find(messageId: string): Receipt | undefined;
  /** A renewal that began at this time succeeded, or it failed. */
  record(receipt: Receipt, startedAtMs: number | 'failed'): void;
  /** Whether the visibility has not ended, so that it can be renewed. */
  isHidden(receipt: Receipt): boolean;
  /** Whether it is hidden, and the last renewal did not fail: no one else has the message. */
  isHeld(receipt: Receipt): boolean;
  /** Those to renew or to release: their visibility has not ended. */
  held(): readonly Receipt[];
  /** How many are not held. */
  notRenewed(): number;
}

/**
 * Whether messages are still in hand. SQS alone cannot decide it: a standard queue may accept the receipt of
 * a message that has been received again since. So a receipt is not used once its visibility has ended,
 * by a clock that also runs while a laptop sleeps.
 * https://repost.aws/knowledge-center/sqs-receipt-handle-error
 */
export function createReceipts(visibilityMs: number, clock: Clock): Receipts {
  const receipts = new Map<string, Receipt>();
  const isHidden = ({ hiddenAtMs }: Receipt) => clock.now() - hiddenAtMs < visibilityMs;
  const isHeld = (receipt: Receipt) => isHidden(receipt) && !receipt.hasFailed;

  return {
    add(message, askedAtMs) {
      receipts.set(message.messageId, { message, hiddenAtMs: askedAtMs, hasFailed: false });
    },
    forget: (messageId) => void receipts.delete(messageId),
    find: (messageId) => receipts.get(messageId),
    record(receipt, startedAtMs) {
      receipt.hasFailed = startedAtMs === 'failed';
      if (startedAtMs !== 'failed') receipt.hiddenAtMs = Math.max(receipt.hiddenAtMs, startedAtMs);
    },
    isHidden,
    isHeld,
    held: () => [...receipts.values()].filter(isHidden),
    notRenewed: () => [...receipts.values()].filter((receipt) => !isHeld(receipt)).length,
  };
}

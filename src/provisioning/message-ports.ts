import type { CompletionEvent } from '../contracts/completion-event.ts';
import type { Reason } from '../contracts/reason.ts';

/** Where completion events go. */
export interface CompletionEvents {
  /** Sends in as few calls as it can; returns the ids of the events that were not sent. */
  publish(events: readonly CompletionEvent[], signal: AbortSignal): Promise<ReadonlySet<string>>;
}

/** A message that leaves the new-hire queue for an operator, byte for byte as it was received. */
export interface FailedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly reason: Reason;
  readonly requestId: string;
  /** The source of a record that the intake rejected; absent for a message of the new-hire queue. */
  readonly source?: string;
  /** Shows that the function stored it: only the function and operators have the secret. */
  readonly mac: string;
  /** Epoch milliseconds at which HR sent it. */
  readonly askedAtMs: number;
  /** Epoch milliseconds at which the account was due, where the hire has waited for its day. */
  readonly releasedForMs?: number;
  /** Epoch milliseconds: `rejectedAt` of a rejected message, `firstSeenAt` of a deferred one. */
  readonly atMs: number;
}

/** Where failed messages are stored for an operator. */
export interface FailedMessages {
  /** To the rejected queue; returns the message ids of those that were not sent. */
  reject(messages: readonly FailedMessage[], signal: AbortSignal): Promise<ReadonlySet<string>>;
  /** To the dead-letter queue; returns the message ids of those that were not sent. */
  defer(messages: readonly FailedMessage[], signal: AbortSignal): Promise<ReadonlySet<string>>;
}

/** One message of the invocation, and when it may be received again. */
export interface Visibility {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** From now; SQS allows up to 12 hours counted from the receive. */
  readonly visibilitySeconds: number;
}

/**
 * Which failed messages are stored in their queue already. A message whose event could not be sent is
 * delivered again, and must not be stored again each time. A message that fails for another reason by
 * then is: the reason stands beside it.
 */
export interface StoredMarks {
  wasStored(failure: StoredFailure, signal: AbortSignal): Promise<boolean>;
  markStored(failure: StoredFailure, nowMs: number, signal: AbortSignal): Promise<void>;
}

export interface StoredFailure {
  readonly messageId: string;
  readonly reasonCode: string;
}

/** One message of the invocation, as the queue knows this receive of it. */
export type Receipt = Pick<Visibility, 'messageId' | 'receiptHandle'>;

/** What the queue knows of the messages of an invocation. Each is in one of the lists. */
export interface InFlight<Of extends Receipt = Receipt> {
  /** Received from the queue, and not done. */
  readonly confirmed: readonly Of[];
  /** The queue refused the receipt: nothing shows that the message comes from it. */
  readonly refused: readonly Of[];
  /** The queue did not say. */
  readonly unknown: readonly Of[];
  /** Why it did not say. */
  readonly error?: unknown;
}

/** Asks the queue whether messages are in flight. Never throws. */
export type ConfirmInFlight = <Of extends Receipt>(
  receipts: readonly Of[],
  signal: AbortSignal,
) => Promise<InFlight<Of>>;

/** Deletes processed messages before the invocation ends. Never throws. */
export interface ProcessedMessages {
  /** Returns the ids of the messages that are not known to be deleted. */
  deleteAll(receipts: readonly Receipt[], signal: AbortSignal): Promise<ReadonlySet<string>>;
}

/** Sets when messages are received again. Never throws: on failure the queue's own timeout applies. */
export interface MessageVisibility {
  /** Returns the ids of the messages whose visibility is not known to be set. */
  setAll(entries: readonly Visibility[], signal: AbortSignal): Promise<ReadonlySet<string>>;
}

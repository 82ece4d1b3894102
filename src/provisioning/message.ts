/** A message of the new-hire queue, as the engine sees it. */
export interface Message {
  /** SQS message id; a redrive gives the same body a new one. */
  readonly messageId: string;
  readonly body: string;
  /** The principal that sent it, by SQS: an id, without the name of a session, which may be an address. */
  readonly senderId?: string;
  /** Of a hire that the intake sends: key of the file, or id of the message, that it was taken from. */
  readonly takenFrom?: string;
  /** How often the queue has delivered it, this delivery included. */
  readonly receiveCount: number;
  /** Epoch milliseconds; the queue's retention counts from here. */
  readonly sentAtMs: number;
  /** Epoch milliseconds at which HR sent it, where this is a copy of our own making. */
  readonly askedAtMs?: number;
  /** Epoch milliseconds at which the account was due, where the hire has waited for its day. */
  readonly releasedForMs?: number;
  /** Epoch milliseconds. */
  readonly firstReceivedAtMs: number;
}

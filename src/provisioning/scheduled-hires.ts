/** A hire that waits for its day, or once did. */
export interface ScheduledHire {
  /** Employee key where the hire has an employee id, else person key. */
  readonly key: string;
  readonly state: 'waiting' | 'released' | 'cancelled';
  /** Epoch milliseconds. */
  readonly dueAtMs: number;
  /** Epoch milliseconds at which HR sent the message, or an operator cancelled it. */
  readonly askedAtMs: number;
  /** Grows with every write of the item. */
  readonly version: number;
}

/** What the table stores of a hire that is not due. */
export interface Scheduling {
  readonly key: string;
  readonly personKey: string;
  readonly requestKey: string;
  readonly requestId: string;
  readonly dueAtMs: number;
  readonly askedAtMs: number;
  /** Byte for byte, as it is sent again on the day. */
  readonly body: string;
  readonly bodyDigest: string;
  readonly nowMs: number;
}

export type SchedulingResult =
  | { readonly kind: 'waiting' }
  /** A message that was sent later decides, or an operator has cancelled the hire. */
  | { readonly kind: 'superseded'; readonly by: ScheduledHire };

/** The table of hires that wait for their day. Its methods throw when a call of the table fails. */
export interface ScheduledHires {
  /** One conditional write, over an earlier date of the same person. */
  schedule(scheduling: Scheduling, signal: AbortSignal): Promise<SchedulingResult>;
  /** A consistent read. */
  read(key: string, signal: AbortSignal): Promise<ScheduledHire | undefined>;
  /** Deletes what was asked for no later than this: the hire has its account. */
  end(key: string, askedAtMs: number, signal: AbortSignal): Promise<void>;
}

/** A hire that waits for its day, or once did. */
export interface ScheduledHire {
  /** Employee key where the hire has an employee id, else person key. */
  readonly key: string;
  readonly personKey: string;
  readonly state: 'waiting' | 'released' | 'cancelled';
  /** Epoch milliseconds. */
  readonly dueAtMs: number;
  /** Epoch milliseconds at which HR sent the message, or an operator cancelled it. */
  readonly askedAtMs: number;
  /** Epoch milliseconds at which an operator cancelled it, or the employee's hire that was here before. */
  readonly cancelledAtMs?: number;
  /** Grows with every write of the item. */
  readonly version: number;
}

/** Whether an employee's hire waits, or its copy is under way, at another address than this person's. */
export function waitsElsewhere(
  { personKey, state }: Pick<ScheduledHire, 'personKey' | 'state'>,
  person: string,
): boolean {
  return personKey !== person && state !== 'cancelled';
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

/** A hire that waits no more. */
export interface EndedHire extends Pick<Scheduling, 'key' | 'personKey' | 'askedAtMs'> {
  /** Without one, a copy of what was cancelled before could still make it. */
  readonly hasAccount: boolean;
}

export type SchedulingResult =
  | { readonly kind: 'waiting' }
  /** A message that was sent later decides, or an operator has cancelled the hire. */
  | { readonly kind: 'superseded'; readonly by: ScheduledHire }
  /** The employee waits at another address, or their copy is under way there. */
  | { readonly kind: 'elsewhere' };

/** The table of hires that wait for their day. Its methods throw when a call of the table fails. */
export interface ScheduledHires {
  /** One conditional write, over an earlier date of the same person, or one of the employee that was cancelled. */
  schedule(scheduling: Scheduling, signal: AbortSignal): Promise<SchedulingResult>;
  /** A consistent read. */
  read(key: string, signal: AbortSignal): Promise<ScheduledHire | undefined>;
  /** Deletes the person's waiting hire, unless it was asked for later. Where it has no account, a cancellation before it stays. */
  end(hire: EndedHire, signal: AbortSignal): Promise<void>;
}

import type { Policy } from '../contracts/policy.ts';
import type { Clock, Target, UsersStore } from './ports.ts';

/** What the story of a hire is told with, for one invocation. */
export interface Stage {
  readonly store: UsersStore;
  readonly target: Target;
  readonly policy: Policy;
  readonly clock: Clock;
  /** Ends the invocation's work: checked before every call, passed into every call. */
  readonly signal: AbortSignal;
  /** Ends calls of the directory earlier, so that what they answered can still be stored. */
  readonly directorySignal: AbortSignal;
  /** Fires earlier still: a search stops between two pages, with time left to say how far it came. */
  readonly pause: AbortSignal;
  /** Epoch milliseconds at which this invocation is over for certain. */
  readonly leaseUntilMs: number;
}

/** The users table did not answer, or not in a way that can be relied on. */
export class TableError extends Error {
  constructor(cause: unknown) {
    super('The users table did not answer.', { cause });
    this.name = 'TableError';
  }
}

/**
 * One call of the users store, unless the invocation's work is over.
 * @throws TableError whatever the store throws; the signal's reason when the work is over
 */
export async function onTable<Answer>(
  { store, signal }: Stage,
  call: (store: UsersStore, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  signal.throwIfAborted();
  try {
    return await call(store, signal);
  } catch (error) {
    throw new TableError(error);
  }
}

/**
 * One call of the directory, unless the invocation's work is over.
 * @throws the signal's reason when the work is over
 */
export async function onTarget<Answer>(
  { target, directorySignal }: Stage,
  call: (target: Target, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  directorySignal.throwIfAborted();
  return call(target, directorySignal);
}

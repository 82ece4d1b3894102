import type { Clock } from './ports.ts';

/** The hour in which creations are counted: whole hours since the epoch, in UTC. */
export function hourOf({ now }: Clock): number {
  return Math.floor(now() / 3_600_000);
}

/** Places of an hour's budget: each pays for the first creation of one account. */
export interface Places {
  readonly hour: number;
  readonly count: number;
}

export interface Take extends Places {
  /** How many places the hour has. */
  readonly most: number;
  /** Whether the count is of an earlier hour, or there is none. */
  readonly startsHour: boolean;
}

export type TakeResult =
  | { readonly kind: 'taken' }
  /** The condition failed; `taken` is the current count (ALL_OLD), absent if there is none. */
  | { readonly kind: 'refused'; readonly taken: Places | undefined };

/** What an operator allows in place of the limit, for a while. */
export interface Ceiling {
  readonly perHour: number;
  /** Epoch milliseconds. */
  readonly untilMs: number;
}

/**
 * One count of first creations for all instances. It only grows within an hour: a crash between a take and the claims
 * that it pays for counts too many, never too few.
 */
export interface CreationBudget {
  /**
   * One conditional write: this hour, with so many places left → so many more taken; or, where it starts the hour, an
   * earlier hour → this one.
   */
  take(take: Take, signal: AbortSignal): Promise<TakeResult>;
  /** A consistent read, off the hot path. Only an operator writes the ceiling. */
  readCeiling(signal: AbortSignal): Promise<Ceiling | undefined>;
}

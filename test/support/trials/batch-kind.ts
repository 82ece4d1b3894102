import type { Faults } from '../../../local/directories/aws-double/faults.ts';
import type { HireBatch } from './hire-batch.ts';
import type { WatchedStack } from './watch-groups.ts';

export interface BatchKind {
  readonly name: string;
  /** The calls of the bare path, from the first call for a message to its deletion. */
  readonly bareCalls: number;
  /** Whether its calls follow each other, so that only one is in flight at a time. */
  readonly oneCallAtATime?: true;
  /** Whether the journeys try it at every moment of a call. */
  readonly inFull?: true;
  make(id: string): HireBatch;
  /** Another fault of the first delivery. */
  firstTrouble?(faults: Faults): void;
  /** A group of its first hire is gone during the first delivery. */
  readonly lacksGroup?: true;
  /** A fault of every delivery. */
  lastingTrouble?(faults: Faults): void;
  /** Brings the batch to where the faults are tried. Sends its messages unless given. */
  readonly prepare?: Stage;
  /** What the faults are tried on. A delivery of the queue unless given. */
  readonly of?: 'the sweep';
  /** What happens, one after the other, once every message has ended. Stock is taken in between. */
  readonly afterwards?: readonly Stage[];
}

/** Returns what must have become of everyone at its end. */
export type Stage = (lane: BatchLane, batch: HireBatch) => Promise<HireBatch>;

/** What the stages of a batch do to the service on which it is tried. */
export interface BatchLane {
  readonly service: WatchedStack;
  /** Puts more messages into the queue. */
  add(bodies: readonly string[]): Promise<void>;
  /** Redelivers the messages that are left, the last first, until none is left. */
  redeliver(): Promise<void>;
  /** One run of the function that releases the hires whose day has come. */
  sweep(): Promise<void>;
  /** Sets the clocks so many days ahead of the machine's, until the next batch. */
  letDaysPass(days: number): void;
}

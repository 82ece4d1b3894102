/** Messages that were judged together, by their ends. */
export interface Judged {
  readonly done: number;
  readonly failed: number;
  readonly stalled: number;
}

export interface ReplayPace {
  /** The current rate. */
  ratePerSecond(): number;
  /** How many messages may be in flight at once. */
  atOnce(): number;
  /** The messages of which too many failed or stalled: more would only do so, too. */
  stoppedBy(): Judged | undefined;
  /** Counts a message that reached its end, or stalled before. */
  record(end: keyof Judged): void;
}

const NONE: Judged = { done: 0, failed: 0, stalled: 0 };
const FIRST_RATE_PER_SECOND = 1;
/** Ends that are judged together: the rate changes at most once for so many messages. */
const JUDGED_TOGETHER = 10;
/** Five failures in a row are no coincidence, long before ten messages have ended. */
const ENOUGH_TO_STOP = 5;
const LOW_SHARE = 0.1;
const HIGH_SHARE = 0.5;

/**
 * How fast failed messages are sent back. The rate starts low, doubles after ten messages of which at most
 * one failed or stalled, and halves after more. It stops after five messages of which more than half did:
 * the cause of the first failure may not be fixed yet.
 */
export function createReplayPace(maxPerSecond: number): ReplayPace {
  let ratePerSecond = Math.min(FIRST_RATE_PER_SECOND, maxPerSecond);
  let judged = NONE;
  let stoppedBy: Judged | undefined;

  return {
    ratePerSecond: () => ratePerSecond,
    atOnce: () => Math.max(JUDGED_TOGETHER, Math.ceil(ratePerSecond * JUDGED_TOGETHER)),
    stoppedBy: () => stoppedBy,
    record(end) {
      judged = { ...judged, [end]: judged[end] + 1 };
      const notDone = judged.failed + judged.stalled;
      const ended = judged.done + notDone;
      if (ended >= ENOUGH_TO_STOP && notDone / ended > HIGH_SHARE) stoppedBy ??= judged;
      if (ended < JUDGED_TOGETHER) return;
      const isLow = notDone / ended <= LOW_SHARE;
      ratePerSecond = isLow ? Math.min(ratePerSecond * 2, maxPerSecond) : ratePerSecond / 2;
      judged = NONE;
    },
  };
}

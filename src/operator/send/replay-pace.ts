export interface ReplayPace {
  /** The current rate. */
  ratePerSecond(): number;
  /** How many messages may be in flight at once. */
  atOnce(): number;
  /** Too many failed: more would only fail, too. */
  mustStop(): boolean;
  /** Counts a message that reached its end, or stalled before. */
  record(end: 'done' | 'failed' | 'stalled'): void;
}

const FIRST_RATE_PER_SECOND = 1;
/** Ends that are judged together: the rate changes at most once for so many messages. */
const JUDGED_TOGETHER = 10;
/** Five failures in a row are no coincidence, long before ten messages have ended. */
const ENOUGH_TO_STOP = 5;
const LOW_SHARE = 0.1;
const HIGH_SHARE = 0.5;

/**
 * How fast failed messages are sent back. The rate starts low, doubles after ten messages of which at most
 * one failed, and halves after more failures. It stops after five messages of which more than half failed:
 * the cause of the first failure may not be fixed yet.
 */
export function createReplayPace(maxPerSecond: number): ReplayPace {
  let ratePerSecond = Math.min(FIRST_RATE_PER_SECOND, maxPerSecond);
  let ended = 0;
  let failed = 0;
  let stopped = false;

  return {
    ratePerSecond: () => ratePerSecond,
    atOnce: () => Math.max(JUDGED_TOGETHER, Math.ceil(ratePerSecond * JUDGED_TOGETHER)),
    mustStop: () => stopped,
    record(end) {
      ended += 1;
      if (end !== 'done') failed += 1;
      if (ended >= ENOUGH_TO_STOP && failed / ended > HIGH_SHARE) stopped = true;
      if (ended < JUDGED_TOGETHER) return;
      const isLow = failed / ended <= LOW_SHARE;
      ratePerSecond = isLow ? Math.min(ratePerSecond * 2, maxPerSecond) : ratePerSecond / 2;
      ended = 0;
      failed = 0;
    },
  };
}

export interface ReplayPace {
  /** Messages a second now. */
  ratePerSecond(): number;
  /** How many messages may be on their way at once. */
  atOnce(): number;
  /** Too many failed: to send more would only fail more. */
  mustStop(): boolean;
  /** One more message came to its end, or did not in the time that it should take. */
  took(end: 'done' | 'failed' | 'stalled'): void;
}

const FIRST_RATE_PER_SECOND = 1;
/** Ends that are judged together: the rate changes at most once in so many messages. */
const JUDGED_TOGETHER = 10;
/** Five failures in a row are no accident, long before ten messages have ended. */
const ENOUGH_TO_STOP = 5;
const LOW_SHARE = 0.1;
const HIGH_SHARE = 0.5;

/**
 * How fast failed messages are sent back: slowly at first, twice as fast after every ten messages of
 * which hardly any failed, half as fast after more failures; not at all after five of which more
 * than half failed. What brought them to fail once may well not be mended yet.
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
    took(end) {
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

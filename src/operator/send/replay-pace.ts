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

const firstRatePerSecond = 1;
/** Ends that are judged together: the rate changes at most once in so many messages. */
const judgedTogether = 10;
/** Five failures in a row are no accident, long before ten messages have ended. */
const enoughToStop = 5;
const lowShare = 0.1;
const highShare = 0.5;

/**
 * How fast failed messages are sent back: slowly at first, twice as fast after every ten messages of
 * which hardly any failed, half as fast after more failures; not at all after five of which more
 * than half failed. What brought them to fail once may well not be mended yet.
 */
export function createReplayPace(maxPerSecond: number): ReplayPace {
  let ratePerSecond = Math.min(firstRatePerSecond, maxPerSecond);
  let ended = 0;
  let failed = 0;
  let stopped = false;

  return {
    ratePerSecond: () => ratePerSecond,
    atOnce: () => Math.max(judgedTogether, Math.ceil(ratePerSecond * judgedTogether)),
    mustStop: () => stopped,
    took(end) {
      ended += 1;
      if (end !== 'done') failed += 1;
      if (ended >= enoughToStop && failed / ended > highShare) stopped = true;
      if (ended < judgedTogether) return;
      const isLow = failed / ended <= lowShare;
      ratePerSecond = isLow ? Math.min(ratePerSecond * 2, maxPerSecond) : ratePerSecond / 2;
      ended = 0;
      failed = 0;
    },
  };
}

import type { Clock } from '../provisioning/ports.ts';

/** A throttled call multiplies the rate by this factor. */
const THROTTLE_FACTOR = 0.85;
/** Without throttling, the rate grows by the factor e in this time, and by e⁴ in twice the time. */
const GROWTH_MS = 45_000;
/** The initial rate is that of the successes in this window. */
const MEASUREMENT_WINDOW_MS = 1_000;
const MIN_INITIAL_PER_SECOND = 1;
/**
 * At this rate a batch of ten still fits into one invocation. Below it, the queue's backoff spaces
 * the calls.
 */
const MIN_PER_SECOND = 0.25;
/** The rate of ten concurrent calls of 100 ms: faster than that, calls are not paced. */
const MAX_PER_SECOND = 100;
/** Turns missed between two batches can be made up for, up to this much time. */
const CREDIT_MS = 400;

export interface PaceDeps {
  readonly clock: Clock;
  /** Resolves after `ms`, or when the signal aborts. Never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Pace {
  /** Resolves when the caller may send its call, first come, first served, or when the signal aborts. */
  untilTurn(signal: AbortSignal): Promise<void>;
  /** A call sent at `sentAtMs` was not throttled. */
  recordSuccess(sentAtMs: number): void;
  /** A call sent at `sentAtMs` was throttled. The next call is sent after `retryAfterMs` at the earliest. */
  recordThrottle(sentAtMs: number, retryAfterMs: number): void;
}

/**
 * Paces one instance's calls of a directory with an unknown limit, which other instances share without
 * coordination. No call waits until the directory throttles. After that, each throttled call lowers the
 * rate, and the rate grows with time, slowly at first, until an instance cannot reach it any more.
 * docs/decisions/0003-pacing.md explains the algorithm and how the constants were chosen.
 */
export function createPace({ clock, sleep }: PaceDeps): Pace {
  const successesAtMs: number[] = [];
  let throttle: { readonly perSecond: number; readonly atMs: number } | undefined;
  let lastTurnMs = 0;
  let notBeforeMs = 0;
  let lastInQueue: Promise<void> = Promise.resolve();

  return {
    async untilTurn(signal) {
      if (!throttle) return;
      lastInQueue = lastInQueue.then(() => takeTurn(signal));
      await lastInQueue;
    },

    recordSuccess(sentAtMs) {
      successesAtMs.push(clock.now());
      const perSecond = THROTTLE_FACTOR * measuredPerSecond();
      // Successes of calls that were in flight at the throttle complete the measurement.
      const isLate = throttle && sentAtMs <= throttle.atMs && throttle.perSecond < perSecond;
      if (throttle && isLate) throttle = { perSecond, atMs: throttle.atMs };
    },

    recordThrottle(sentAtMs, retryAfterMs) {
      const atMs = clock.now();
      notBeforeMs = Math.max(notBeforeMs, atMs + retryAfterMs);
      lastTurnMs = Math.max(lastTurnMs, sentAtMs);
      // Calls that were in flight at the last throttle add no information.
      if (throttle && sentAtMs <= throttle.atMs) return;
      const before = currentRate() ?? Math.max(MIN_INITIAL_PER_SECOND, measuredPerSecond());
      throttle = { perSecond: Math.max(MIN_PER_SECOND, THROTTLE_FACTOR * before), atMs };
    },
  };

  async function takeTurn(signal: AbortSignal): Promise<void> {
    const rate = currentRate();
    if (rate === undefined || signal.aborted) return;
    const nowMs = clock.now();
    const turnMs = Math.max(lastTurnMs + 1000 / rate, nowMs - CREDIT_MS, notBeforeMs);
    if (turnMs > nowMs) await sleep(Math.ceil(turnMs - nowMs), signal);
    if (!signal.aborted) lastTurnMs = turnMs;
  }

  /** undefined: calls are not paced. */
  function currentRate(): number | undefined {
    if (!throttle) return undefined;
    const rate = throttle.perSecond * Math.exp(((clock.now() - throttle.atMs) / GROWTH_MS) ** 2);
    if (rate > MAX_PER_SECOND) throttle = undefined;
    return throttle && rate;
  }

  function measuredPerSecond(): number {
    const sinceMs = clock.now() - MEASUREMENT_WINDOW_MS;
    while ((successesAtMs[0] ?? sinceMs) < sinceMs) successesAtMs.shift();
    return (successesAtMs.length * 1000) / MEASUREMENT_WINDOW_MS;
  }
}

import type { Clock } from '../provisioning/ports.ts';

/** What a throttled call makes of the rate. */
const SLOW_DOWN = 0.85;
/** The rate has grown by the factor e after so long without a throttle, and by e⁴ after twice as long. */
const GROWTH_MS = 45_000;
/** What succeeded within so long is the rate to begin with. */
const MEASURED_MS = 1_000;
const FIRST_PER_SECOND = 1;
/** Ten hires get their turn within one invocation even so: below it, the backoff of the queue spaces calls. */
const SLOWEST_PER_SECOND = 0.25;
/** As fast as ten calls at once can be, at 100 ms a call. */
const UNPACED_PER_SECOND = 100;
/** Turns missed between two batches are made up for; longer pauses are not. */
const CREDIT_MS = 400;

export interface PaceDeps {
  readonly clock: Clock;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Pace {
  /** Resolves when the next call may be sent, in the order of asking, or once the signal is aborted. */
  untilTurn(signal: AbortSignal): Promise<void>;
  /** A call sent at `sentAtMs` was not throttled. */
  allowed(sentAtMs: number): void;
  /** A call sent at `sentAtMs` was throttled; nothing is sent before `retryAfterMs` have passed. */
  throttled(sentAtMs: number, retryAfterMs: number): void;
}

/**
 * How fast one instance calls a directory whose limit nobody knows, shared with instances that know
 * nothing of each other. Nothing waits until the directory throttles. From then on the rate falls with
 * each throttle and grows with time, slowly at first, until it is faster than an instance can be.
 * docs/decisions/0003-pacing.md has the reasons, and what the constants were tried on.
 */
export function createPace({ clock, sleep }: PaceDeps): Pace {
  const successesAtMs: number[] = [];
  let slowed: { readonly perSecond: number; readonly atMs: number } | undefined;
  let lastTurnMs = 0;
  let notBeforeMs = 0;
  let lastInLine: Promise<void> = Promise.resolve();

  return {
    async untilTurn(signal) {
      if (!slowed) return;
      lastInLine = lastInLine.then(() => takeTurn(signal));
      await lastInLine;
    },

    allowed(sentAtMs) {
      successesAtMs.push(clock.now());
      const perSecond = SLOW_DOWN * measured();
      // The calls that were under way at the throttle complete the measurement.
      const isLate = slowed && sentAtMs <= slowed.atMs && slowed.perSecond < perSecond;
      if (slowed && isLate) slowed = { perSecond, atMs: slowed.atMs };
    },

    throttled(sentAtMs, retryAfterMs) {
      const atMs = clock.now();
      notBeforeMs = Math.max(notBeforeMs, atMs + retryAfterMs);
      lastTurnMs = Math.max(lastTurnMs, sentAtMs);
      // Calls that were under way at the last throttle say nothing new.
      if (slowed && sentAtMs <= slowed.atMs) return;
      const before = rateNow() ?? Math.max(FIRST_PER_SECOND, measured());
      slowed = { perSecond: Math.max(SLOWEST_PER_SECOND, SLOW_DOWN * before), atMs };
    },
  };

  async function takeTurn(signal: AbortSignal): Promise<void> {
    const rate = rateNow();
    if (rate === undefined || signal.aborted) return;
    const nowMs = clock.now();
    const turnMs = Math.max(lastTurnMs + 1000 / rate, nowMs - CREDIT_MS, notBeforeMs);
    if (turnMs > nowMs) await sleep(Math.ceil(turnMs - nowMs), signal);
    if (!signal.aborted) lastTurnMs = turnMs;
  }

  /** undefined: as fast as the calls come. */
  function rateNow(): number | undefined {
    if (!slowed) return undefined;
    const rate = slowed.perSecond * Math.exp(((clock.now() - slowed.atMs) / GROWTH_MS) ** 2);
    if (rate > UNPACED_PER_SECOND) slowed = undefined;
    return slowed && rate;
  }

  function measured(): number {
    const sinceMs = clock.now() - MEASURED_MS;
    while ((successesAtMs[0] ?? sinceMs) < sinceMs) successesAtMs.shift();
    return (successesAtMs.length * 1000) / MEASURED_MS;
  }
}

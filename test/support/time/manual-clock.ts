import type { Clock } from '../../../src/provisioning/ports.ts';

export interface ManualClock extends Clock {
  /** Moves the clock on, or back if negative. */
  advance(ms: number): void;
  set(nowMs: number): void;
}

/** A clock that stands still until a test moves it. `startMs` is in epoch milliseconds. */
export function createManualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance(ms) {
      nowMs += ms;
    },
    set(ms) {
      nowMs = ms;
    },
  };
}

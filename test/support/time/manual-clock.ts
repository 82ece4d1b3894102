import type { Clock } from '../../../src/provisioning/ports.ts';

export interface ManualClock extends Clock {
  /** Moves the clock forward, or back if negative. */
  advance(ms: number): void;
  set(nowMs: number): void;
}

/** A clock that only a test moves. `startMs` is in epoch milliseconds. */
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

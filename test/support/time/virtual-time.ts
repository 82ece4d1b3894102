import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/provisioning/ports.ts';

export interface VirtualTime extends Clock {
  /** Resolves once the clock has reached that time, or the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Moves the clock from one sleeper to the next until `work` is done. Rejects if no sleeper is
   * left.
   */
  run<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/**
 * A clock that jumps to the next sleeper, so that hours pass in a moment and always the same way.
 */
export function createVirtualTime(startMs: number): VirtualTime {
  const sleepers: Sleeper[] = [];
  let nowMs = startMs;

  return {
    now: () => nowMs,

    sleep: (ms, signal) =>
      new Promise((wake) => {
        const atMs = nowMs + Math.max(0, ms);
        const later = sleepers.findLastIndex((sleeper) => sleeper.atMs <= atMs) + 1;
        sleepers.splice(later, 0, { atMs, wake });
        signal?.addEventListener('abort', () => wake(), { once: true });
      }),

    async run(work) {
      let isDone = false;
      const done = work.finally(() => {
        isDone = true;
      });
      done.catch(() => undefined);
      for (await setImmediate(); !isDone; await setImmediate()) {
        const next = sleepers.shift();
        if (!next) throw new Error('No sleeper is left, and the work is not done.');
        nowMs = next.atMs;
        next.wake();
      }
      return done;
    },
  };
}

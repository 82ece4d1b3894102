import { setTimeout as delay } from 'node:timers/promises';

/** Waits; returns early when the signal aborts, and never rejects. */
export function pauseFor(signal: AbortSignal): (ms: number) => Promise<void> {
  return (ms) => delay(ms, undefined, { signal }).catch(() => undefined);
}

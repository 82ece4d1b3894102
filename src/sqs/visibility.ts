import type { Retry } from '../provisioning/hire-result.ts';

/** SQS allows 12 hours from the receive; a little less, for the time already spent. */
const LONGEST_SECONDS = 43_000;

export interface Backoff {
  readonly baseSeconds: number;
  readonly maxSeconds: number;
}

/**
 * Seconds until a message becomes visible again.
 * Backoff: exponential, between half of the step and all of it, and never shorter than Retry-After plus
 * 1 to 5 s: a directory that asks for one second each time must not use up the receives of an hour.
 * A lease: its remaining time plus 1 to 5 s. Between two times: any time between them. Not started, or a search that advanced: 1 to 5 s.
 * @param receiveCount is used if no record counts the failures so far
 * @param random 0 to 1, so that hires that failed together are not retried together
 */
export function visibilitySecondsOf(
  { delay }: Retry,
  receiveCount: number,
  { baseSeconds, maxSeconds }: Backoff,
  random: () => number,
): number {
  const atLeast = (ms: number) => Math.ceil(ms / 1000) + 1 + Math.floor(random() * 5);
  switch (delay.kind) {
    case 'soon':
      return atLeast(0);
    case 'between': {
      const seconds = (delay.fromMs + (delay.toMs - delay.fromMs) * random()) / 1000;
      return Math.min(LONGEST_SECONDS, Math.ceil(seconds));
    }
    case 'at-least':
      return Math.min(LONGEST_SECONDS, atLeast(delay.waitMs));
    case 'backoff': {
      const failures = Math.max(1, delay.failures ?? receiveCount);
      const stepSeconds = Math.min(maxSeconds, baseSeconds * 2 ** (failures - 1));
      const seconds = Math.ceil((stepSeconds * (1 + random())) / 2);
      const requestedSeconds = delay.retryAfterMs === undefined ? 0 : atLeast(delay.retryAfterMs);
      return Math.min(LONGEST_SECONDS, Math.max(seconds, requestedSeconds));
    }
  }
}

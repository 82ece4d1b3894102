import type { Clock } from '../../provisioning/ports.ts';

export interface RateLimitRule {
  readonly perSecond: number;
  /** Calls at once, after a pause that was long enough. */
  readonly burst: number;
}

export interface RateLimit {
  /** Whether one more call is allowed now; if so, it counts. */
  allows(): boolean;
}

/** A token bucket, as AWS limits its APIs, full to begin with. */
export function createRateLimit({ perSecond, burst }: RateLimitRule, clock: Clock): RateLimit {
  let tokens = burst;
  let filledAtMs = clock.now();

  return {
    allows() {
      const nowMs = clock.now();
      tokens = Math.min(burst, tokens + ((nowMs - filledAtMs) / 1000) * perSecond);
      filledAtMs = nowMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}

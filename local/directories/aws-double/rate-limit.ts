import type { Clock } from '../../../src/provisioning/ports.ts';

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
export function createRateLimit(rule: RateLimitRule, clock: Clock): RateLimit {
  let tokens = rule.burst;
  let filledAtMs = clock.now();

  return {
    allows() {
      const nowMs = clock.now();
      const filled = tokens + ((nowMs - filledAtMs) / 1000) * rule.perSecond;
      tokens = Math.min(rule.burst, filled);
      filledAtMs = nowMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}

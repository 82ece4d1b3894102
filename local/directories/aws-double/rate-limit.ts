import type { Clock } from '../../../src/provisioning/ports.ts';

export interface RateLimitRule {
  readonly perSecond: number;
  /** Capacity of the token bucket: calls at once after a long enough pause. */
  readonly burst: number;
}

export interface RateLimit {
  /** Takes a token if there is one; false if the call must be throttled. */
  allows(): boolean;
}

/** A token bucket, as in AWS API throttling. It starts full. */
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

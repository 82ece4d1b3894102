import type { CreateResult, Target } from '../provisioning/ports.ts';
import { createPace, type PaceDeps } from './pace.ts';

/** Attempts of a throttled call before its message goes back to the queue. */
const MAX_ATTEMPTS = 5;
/** A longer Retry-After is waited for in the queue, not in the invocation. */
const MAX_RETRY_AFTER_MS = 10_000;

/**
 * Wraps a target and sends creations at the rate that the directory accepts, as estimated by one instance
 * (see pace.ts). A throttled creation is retried at its next turn, with the same client token, unless a
 * retry could create a duplicate account. A 429 does not prove that nothing was created (RFC 6585, 4): a
 * gateway may have sent the call twice, and only the second one was throttled.
 */
export function createPacedTarget(target: Target, deps: PaceDeps): Target {
  const pace = createPace(deps);
  const maxAttempts = target.tokenLifeMs > 0 || target.enforcesUniqueness ? MAX_ATTEMPTS : 1;

  return {
    ...target,
    untilTurn: pace.untilTurn,
    async create(creation, signal) {
      for (let attempts = 1; ; attempts += 1) {
        const sentAtMs = deps.clock.now();
        const result = await target.create(creation, signal);
        const retryAfterMs = retryAfterMsOf(result);
        if (retryAfterMs === undefined) {
          if (result.kind !== 'unknown') pace.recordSuccess(sentAtMs);
          return attempts > 1 ? afterRepeatedCalls(result) : result;
        }
        const isShortWait = retryAfterMs <= MAX_RETRY_AFTER_MS;
        pace.recordThrottle(sentAtMs, isShortWait ? retryAfterMs : 0);
        if (!isShortWait || attempts === maxAttempts) return result;
        await pace.untilTurn(signal);
        if (signal.aborted) return result;
      }
    },
  };
}

/** undefined unless the call was throttled. */
function retryAfterMsOf(result: CreateResult): number | undefined {
  const isThrottled = result.kind === 'unknown' && result.cause === 'throttled';
  return isThrottled ? (result.retryAfterMs ?? 0) : undefined;
}

/** After more than one attempt it is uncertain what the earlier ones did. */
function afterRepeatedCalls(result: CreateResult): CreateResult {
  return result.kind === 'rejected' ? { ...result, afterLostAnswer: true } : result;
}

import type { CreateResult, Target } from '../provisioning/ports.ts';
import { createPace, type PaceDeps } from './pace.ts';

/** A throttled call is sent so often before its message goes back to the queue. */
const MAX_ATTEMPTS = 5;
/** A Retry-After longer than this is waited for in the queue, not in the invocation. */
const LONGEST_RETRY_AFTER_MS = 10_000;

/**
 * A directory whose creations are sent no faster than it takes them, as far as one instance can tell
 * (see pace.ts). A throttled one is sent again at its next turn, under the same client token, except
 * where that could make a twin: 429 does not say that nothing was done (RFC 6585, 4), as it may come from
 * a gateway that asked the server twice and had its second call throttled.
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
          if (result.kind !== 'unknown') pace.allowed(sentAtMs);
          return attempts > 1 ? afterRepeatedCalls(result) : result;
        }
        const isWaitedFor = retryAfterMs <= LONGEST_RETRY_AFTER_MS;
        pace.throttled(sentAtMs, isWaitedFor ? retryAfterMs : 0);
        if (!isWaitedFor || attempts === maxAttempts) return result;
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

/** Sent more than once: what the earlier attempts did is not known for certain. */
function afterRepeatedCalls(result: CreateResult): CreateResult {
  return result.kind === 'rejected' ? { ...result, afterLostAnswer: true } : result;
}

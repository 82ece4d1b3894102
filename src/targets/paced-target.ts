import type { CreateAnswer, Target } from '../provisioning/ports.ts';
import { createPace, type PaceDeps } from './pace.ts';

/** A throttled call is sent so often before its message goes back to the queue. */
const SENDINGS = 5;
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
  const mostSendings = target.tokenLifeMs > 0 || target.enforcesUniqueness ? SENDINGS : 1;

  return {
    ...target,
    untilTurn: pace.untilTurn,
    async create(creation, signal) {
      for (let sendings = 1; ; sendings += 1) {
        const sentAtMs = deps.clock.now();
        const answer = await target.create(creation, signal);
        const retryAfterMs = retryAfterMsOf(answer);
        if (retryAfterMs === undefined) {
          if (answer.kind !== 'unknown') pace.allowed(sentAtMs);
          return sendings > 1 ? afterSendings(answer) : answer;
        }
        const isWaitedFor = retryAfterMs <= LONGEST_RETRY_AFTER_MS;
        pace.throttled(sentAtMs, isWaitedFor ? retryAfterMs : 0);
        if (!isWaitedFor || sendings === mostSendings) return answer;
        await pace.untilTurn(signal);
        if (signal.aborted) return answer;
      }
    },
  };
}

/** undefined unless the call was throttled. */
function retryAfterMsOf(answer: CreateAnswer): number | undefined {
  const isThrottled = answer.kind === 'unknown' && answer.cause === 'throttled';
  return isThrottled ? (answer.retryAfterMs ?? 0) : undefined;
}

/** Sent more than once: what the earlier sendings did is not known for certain. */
function afterSendings(answer: CreateAnswer): CreateAnswer {
  return answer.kind === 'rejected' ? { ...answer, afterLostAnswer: true } : answer;
}

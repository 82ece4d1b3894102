import type { Clock, CreateResult, GrantResult, Target } from '../provisioning/ports.ts';
import { createPace, type Pace, type PaceDeps } from './pace.ts';

type Grant = NonNullable<Target['grant']>;

/** Attempts of a throttled call before its message goes back to the queue. */
const MAX_ATTEMPTS = 5;
/** A longer Retry-After is waited for in the queue, not in the invocation. */
const MAX_RETRY_AFTER_MS = 10_000;

/**
 * Wraps a target and sends creations, and calls that add to a group, each at the rate that the directory accepts, as
 * estimated by one instance (see pace.ts): a directory may have one limit for both, or one for each.
 *
 * A throttled creation is retried at its next turn, with the same client token, unless a retry could create a
 * duplicate account. A 429 does not prove that nothing was created (RFC 6585, 4): a gateway may have sent the call
 * twice, and only the second one was throttled. Adding to a group twice does no harm, so it is always retried.
 */
export function createPacedTarget(target: Target, deps: PaceDeps): Target {
  const pace = createPace(deps);
  const isRepeatable = target.tokenLifeMs > 0 || target.enforcesUniqueness;
  const turns = { pace, clock: deps.clock, maxAttempts: isRepeatable ? MAX_ATTEMPTS : 1 };

  return {
    ...target,
    untilTurn: pace.untilTurn,
    async create(creation, signal) {
      const send = () => target.create(creation, signal);
      const { result, attempts } = await sendInTurn(send, turns, signal);
      return attempts > 1 ? afterRepeatedCalls(result) : result;
    },
    ...(target.grant && { grant: paceGrants(target.grant, deps) }),
  };
}

/** The account is there by now, and no lease is held: a call waits for its first turn, too, where it is. */
function paceGrants(grant: Grant, deps: PaceDeps): Grant {
  const pace = createPace(deps);
  const turns = { pace, clock: deps.clock, maxAttempts: MAX_ATTEMPTS };
  return async (userId, group, signal) => {
    await pace.untilTurn(signal);
    if (signal.aborted) return { kind: 'unknown', cause: 'out-of-time' };
    const send = () => grant(userId, group, signal);
    const { result } = await sendInTurn(send, turns, signal);
    return result;
  };
}

interface Turns {
  readonly pace: Pace;
  readonly clock: Clock;
  readonly maxAttempts: number;
}

/** Sends a call whose first turn has come, and again at its next turn while the directory throttles it. */
async function sendInTurn<Result extends CreateResult | GrantResult>(
  send: () => Promise<Result>,
  { pace, clock, maxAttempts }: Turns,
  signal: AbortSignal,
): Promise<{ readonly result: Result; readonly attempts: number }> {
  for (let attempts = 1; ; attempts += 1) {
    const sentAtMs = clock.now();
    const result = await send();
    const retryAfterMs = retryAfterMsOf(result);
    if (retryAfterMs === undefined) {
      if (result.kind !== 'unknown') pace.recordSuccess(sentAtMs);
      return { result, attempts };
    }
    const isShortWait = retryAfterMs <= MAX_RETRY_AFTER_MS;
    pace.recordThrottle(sentAtMs, isShortWait ? retryAfterMs : 0);
    if (!isShortWait || attempts === maxAttempts) return { result, attempts };
    await pace.untilTurn(signal);
    if (signal.aborted) return { result, attempts };
  }
}

/** undefined unless the call was throttled. */
function retryAfterMsOf(result: CreateResult | GrantResult): number | undefined {
  const isThrottled = result.kind === 'unknown' && result.cause === 'throttled';
  return isThrottled ? (result.retryAfterMs ?? 0) : undefined;
}

/** After more than one attempt it is uncertain what the earlier ones did. */
function afterRepeatedCalls(result: CreateResult): CreateResult {
  return result.kind === 'rejected' ? { ...result, afterLostAnswer: true } : result;
}

import type {
  Clock,
  CreateResult,
  DirectoryCall,
  FindResult,
  GetResult,
  GrantResult,
  OnDirectoryCall,
  Target,
} from '../provisioning/ports.ts';

export interface CallObserver {
  readonly clock: Clock;
  readonly onCall: OnDirectoryCall;
}

type AnyResult = CreateResult | FindResult | GetResult | GrantResult;

/**
 * Wraps a target and reports the duration and result of every call. For targets that look users up
 * by address.
 */
export function withMetrics(target: Target, { clock, onCall }: CallObserver): Target {
  const { grant } = target;

  async function measured<Result extends AnyResult>(call: () => Promise<Result>): Promise<Result> {
    const startedAtMs = clock.now();
    const result = await call();
    onCall({ ms: clock.now() - startedAtMs, result: summarize(result), isPage: false });
    return result;
  }

  return {
    ...target,
    create: (...args) => measured(() => target.create(...args)),
    find: (...args) => measured(() => target.find(...args)),
    get: (...args) => measured(() => target.get(...args)),
    ...(grant && { grant: (...args) => measured(() => grant(...args)) }),
  };
}

function summarize(result: AnyResult): DirectoryCall['result'] {
  if (result.kind === 'conflict') return 'conflict';
  const isFailed = result.kind === 'unknown' || result.kind === 'unfinished';
  if (!isFailed) return 'ok';
  return result.cause === 'throttled' ? 'throttled' : 'other';
}

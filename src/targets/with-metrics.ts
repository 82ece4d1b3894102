import type {
  Clock,
  CreateResult,
  DirectoryCall,
  FindResult,
  GetResult,
  OnDirectoryCall,
  Target,
} from '../provisioning/ports.ts';

export interface CallObserver {
  readonly clock: Clock;
  readonly onCall: OnDirectoryCall;
}

/** A directory that has a look-up by address, which tells of every question to it once it is answered. */
export function withMetrics(target: Target, { clock, onCall }: CallObserver): Target {
  async function measured<Result extends CreateResult | FindResult | GetResult>(
    ask: () => Promise<Result>,
  ): Promise<Result> {
    const askedAtMs = clock.now();
    const result = await ask();
    onCall({ ms: clock.now() - askedAtMs, result: summarize(result), isPage: false });
    return result;
  }

  return {
    ...target,
    create: (...args) => measured(() => target.create(...args)),
    find: (...args) => measured(() => target.find(...args)),
    get: (...args) => measured(() => target.get(...args)),
  };
}

function summarize(result: CreateResult | FindResult | GetResult): DirectoryCall['result'] {
  if (result.kind === 'conflict') return 'conflict';
  const isUnanswered = result.kind === 'unknown' || result.kind === 'unfinished';
  if (!isUnanswered) return 'ok';
  return result.cause === 'throttled' ? 'throttled' : 'other';
}

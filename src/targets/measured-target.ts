import type {
  Clock,
  CreateAnswer,
  DirectoryCall,
  FindAnswer,
  GetAnswer,
  OnDirectoryCall,
  Target,
} from '../provisioning/ports.ts';

export interface Watch {
  readonly clock: Clock;
  readonly onCall: OnDirectoryCall;
}

/** A directory that has a look-up by address, which tells of every question to it once it is answered. */
export function measuredTarget(target: Target, { clock, onCall }: Watch): Target {
  async function measured<Answer extends CreateAnswer | FindAnswer | GetAnswer>(
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const askedAtMs = clock.now();
    const answer = await ask();
    onCall({ ms: clock.now() - askedAtMs, answer: inShort(answer), isPage: false });
    return answer;
  }

  return {
    ...target,
    create: (...args) => measured(() => target.create(...args)),
    find: (...args) => measured(() => target.find(...args)),
    get: (...args) => measured(() => target.get(...args)),
  };
}

function inShort(answer: CreateAnswer | FindAnswer | GetAnswer): DirectoryCall['answer'] {
  if (answer.kind === 'conflict') return 'conflict';
  const isUnanswered = answer.kind === 'unknown' || answer.kind === 'unfinished';
  if (!isUnanswered) return 'ok';
  return answer.cause === 'throttled' ? 'throttled' : 'other';
}

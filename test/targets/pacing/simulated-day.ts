import type { Retry } from '../../../src/provisioning/hire-result.ts';
import type { Creation, Target } from '../../../src/provisioning/ports.ts';
import { visibilitySecondsOf } from '../../../src/sqs/visibility.ts';
import { createVirtualTime, type VirtualTime } from '../../support/time/virtual-time.ts';
import { createLimitedDirectory } from './limited-directory.ts';

/** Hires that are all there at once, and a directory that takes only so many of them. */
export interface Day {
  readonly hires: number;
  /** Of each hire. Default: none. */
  readonly groups?: number;
  /** At work at once, each on ten hires at a time, none knowing of the others. */
  readonly instances: number;
  /** By the seconds since the beginning. */
  readonly allowedPerSecond: (second: number) => number;
  readonly burst: number;
}

export interface DayResult {
  readonly seconds: number;
  /**
   * Accounts, or with groups what had to be granted, of those that the directory allowed until the last one; the burst at
   * the beginning comes on top.
   */
  readonly usedPercent: number;
  /** Of the same calls. */
  readonly throttledPercent: number;
  readonly receivesPerHire: number;
}

export type Pacing = (target: Target, time: VirtualTime) => Target;

interface WaitingHire {
  receives: number;
  failures: number;
  hasAccount: boolean;
}

const BATCH = 10;
/** Claim, complete, send, delete and receive, and what the function does in between. */
const AROUND_MS = 60;
const INVOCATION_MS = 52_500;
const backoff = { baseSeconds: 30, maxSeconds: 3600 };
const creation: Creation = {
  fields: { emailAddress: 'ada@example.com', type: 'APP_USER', apiAccess: 'DISABLED' },
  clientToken: '',
  personKey: 'user#1',
};

/** What becomes of such a day, in virtual time: no network and no table, the queue's backoff as it is. */
export async function simulateDay(day: Day, pacing: Pacing): Promise<DayResult> {
  const time = createVirtualTime(1_700_000_000_000);
  const random = pseudoRandom();
  const directory = createLimitedDirectory(day, time, random);
  const { groups = 0 } = day;
  const hires: WaitingHire[] = Array.from({ length: day.hires }, () => ({
    receives: 0,
    failures: 0,
    hasAccount: false,
  }));
  const waiting = [...hires];
  let ready = 0;

  async function instance(): Promise<void> {
    const target = pacing(directory.target, time);
    while (ready < day.hires) {
      const batch = waiting.splice(0, BATCH);
      const end = new AbortController();
      void time.sleep(INVOCATION_MS).then(() => end.abort());
      await Promise.all(batch.map((hire) => provision(hire, target, end.signal)));
      await time.sleep(batch.length > 0 ? AROUND_MS : 1000);
    }
  }

  async function provision(hire: WaitingHire, target: Target, signal: AbortSignal): Promise<void> {
    hire.receives += 1;
    await target.untilTurn?.(signal);
    if (signal.aborted) return comeAgain(hire, { kind: 'soon' });
    if (!hire.hasAccount) {
      const answer = await target.create(creation, signal);
      hire.hasAccount = answer.kind === 'created';
      if (!hire.hasAccount) {
        hire.failures += 1;
        return comeAgain(hire, { kind: 'backoff', failures: hire.failures });
      }
    }
    for (let group = 0; group < groups; group += 1) {
      const answer = await target.grant?.('user', `group-${group}`, signal);
      if (answer?.kind === 'granted') continue;
      const isLate = answer?.kind === 'unknown' && answer.cause === 'out-of-time';
      return comeAgain(hire, { kind: isLate ? 'soon' : 'backoff' });
    }
    ready += 1;
  }

  function comeAgain(hire: WaitingHire, delay: Retry['delay']): void {
    const seconds = visibilitySecondsOf(
      { kind: 'retry', cause: 'throttled', delay },
      hire.receives,
      backoff,
      random,
    );
    void time.sleep(seconds * 1000).then(() => waiting.push(hire));
  }

  await time.run(Promise.all(Array.from({ length: day.instances }, instance)));
  const { seconds, allowed, calls, throttled } =
    groups > 0 ? directory.grants() : directory.creations();
  const receives = hires.reduce((sum, hire) => sum + hire.receives, 0);
  return {
    seconds,
    usedPercent: ((day.hires * Math.max(1, groups)) / allowed) * 100,
    throttledPercent: (throttled / calls) * 100,
    receivesPerHire: receives / day.hires,
  };
}

/** Lehmer's generator: the same numbers in every run. */
function pseudoRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

import { createRateLimit } from '../../../local/directories/aws-double/rate-limit.ts';
import type { Target } from '../../../src/provisioning/ports.ts';
import type { VirtualTime } from '../../support/time/virtual-time.ts';

const LATENCY_MS = 120;
const JITTER_MS = 10;

export interface Limit {
  /** By the seconds since the beginning. */
  readonly allowedPerSecond: (second: number) => number;
  readonly burst: number;
}

/** A directory that does what it is asked to, as often as it allows. Creations and groups have a limit each. */
export function createLimitedDirectory(limit: Limit, time: VirtualTime, random: () => number) {
  const creations = createLimitedCall(limit, time, random);
  const grants = createLimitedCall(limit, time, random);
  const throttled = { kind: 'unknown', cause: 'throttled' } as const;
  let created = 0;

  const target: Target = {
    id: 'simulated',
    tokenLifeMs: 600_000,
    readLagMs: 600_000,
    enforcesUniqueness: true,
    supports: { superUsers: true, apiAccess: true },
    requires: [],
    async create() {
      if (!(await creations.send())) return throttled;
      created += 1;
      return { kind: 'created', userId: `user-${created}` };
    },
    grant: async () => ((await grants.send()) ? { kind: 'granted' } : throttled),
    find: async () => ({ kind: 'absent' }),
    get: async () => ({ kind: 'gone' }),
  };
  return { target, creations: creations.tally, grants: grants.tally };
}

/** One operation and its limit. */
function createLimitedCall(limit: Limit, time: VirtualTime, random: () => number) {
  const startMs = time.now();
  const second = () => Math.floor((time.now() - startMs) / 1000);
  const rule = {
    burst: limit.burst,
    get perSecond() {
      return limit.allowedPerSecond(second());
    },
  };
  const rateLimit = createRateLimit(rule, time);
  const tally = { seconds: 0, allowed: 0, calls: 0, throttled: 0 };

  function count(): void {
    for (; tally.seconds <= second(); tally.seconds += 1)
      tally.allowed += limit.allowedPerSecond(tally.seconds);
  }

  return {
    tally: () => tally,
    /** Whether the directory did it. */
    async send(): Promise<boolean> {
      await time.sleep(LATENCY_MS / 2);
      const isAllowed = rateLimit.allows();
      tally.calls += 1;
      if (isAllowed) count();
      else tally.throttled += 1;
      await time.sleep(LATENCY_MS / 2 + random() * JITTER_MS);
      return isAllowed;
    },
  };
}

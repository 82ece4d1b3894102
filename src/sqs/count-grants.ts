import type { Target } from '../provisioning/ports.ts';
import type { Metrics } from './metrics.ts';

/**
 * Counts by group what a target grants, where it is granted: also for a hire that fails afterwards. Whether the account
 * was in the group before, not every directory says: a grant that is repeated counts again.
 */
export function countGrants<T extends Target>(target: T, metrics: Pick<Metrics, 'countGrant'>): T {
  const { grant } = target;
  if (grant === undefined) return target;
  return {
    ...target,
    async grant(userId, group, signal) {
      const result = await grant(userId, group, signal);
      if (result.kind === 'granted') metrics.countGrant(group);
      return result;
    },
  };
}

import type { Target } from './ports.ts';
import type { UserRecord } from './record.ts';
import { LONGEST_CALL_MS } from './search-directory.ts';

/**
 * Epoch milliseconds from which on an operator may erase a record: it is settled then. The engine knows
 * nothing of an erased person, and believes the first look at the directory. So every call that an
 * attempt may have left behind must have ended, its client token must have expired, and reads must show
 * the account that it created: the next hire then finds that account, and reports it as `existing`.
 */
export function settledAtMsOf(
  record: UserRecord,
  { tokenLifeMs, readLagMs }: Pick<Target, 'tokenLifeMs' | 'readLagMs'>,
): number {
  return lastKnownAtMs(record) + LONGEST_CALL_MS + Math.max(tokenLifeMs, readLagMs);
}

/** No attempt begins later: a record that is done refuses claims, and a lease outlasts its invocation. */
function lastKnownAtMs(record: UserRecord): number {
  switch (record.state) {
    case 'CREATING':
      return record.leaseUntilMs;
    case 'GRANTING':
    case 'PROVISIONED':
      return record.completedAtMs;
    case 'FAILED':
      return record.failedAtMs;
  }
}

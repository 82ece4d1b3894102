import type { UserRecord } from '../provisioning/record.ts';

/**
 * The longest that a message is anywhere: SQS keeps it for 14 days in the new-hire queue at most, and for as long again
 * in a failed queue. A replay begins with a new claim.
 */
const LONGEST_MESSAGE_LIFE_MS = 28 * 24 * 3_600_000;

/** Whether a record was left unfinished, and no message can be left that would finish it. */
export function isStuck(record: UserRecord, nowMs: number): boolean {
  switch (record.state) {
    case 'CREATING':
      return nowMs > record.leaseUntilMs + LONGEST_MESSAGE_LIFE_MS;
    case 'GRANTING':
      return nowMs > record.completedAtMs + LONGEST_MESSAGE_LIFE_MS;
    case 'PROVISIONED':
    case 'FAILED':
      return false;
  }
}

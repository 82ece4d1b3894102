import { MESSAGE_REASON_CODES } from '../contracts/reason.ts';
import { TARGET_REASON_CODES } from '../provisioning/check-target.ts';
import { RETRY_CAUSES } from '../provisioning/hire-result.ts';
import { REASONS, REFUSED_AFTER_ATTEMPT } from '../provisioning/reasons.ts';
import { type MetricName, OUTAGES, unitOf } from './metrics.ts';

const REJECTION_CODES: readonly string[] = [
  ...MESSAGE_REASON_CODES,
  ...TARGET_REASON_CODES,
  ...Object.values(REASONS).map(({ code }) => code),
  REFUSED_AFTER_ATTEMPT,
];

const MEANINGS: Readonly<Record<string, string>> = {
  Created: 'Hires for whom an account was created.',
  Recovered: 'Hires whose account was found after a response was lost.',
  Existing: 'Hires whose account already existed.',
  Duplicate: 'Messages about a person whom another request had already provisioned.',
  Repeated: 'Messages whose hire was already done, and whose event was published again.',
  Scheduled: 'Messages whose hire waits for its day, or has given way to a later date.',
  CreatedElevated:
    'Accounts created or recovered with SUPER_USER or API access; one that is stored again counts again.',
  TimeToReady:
    'From sending the message until the account is ready, for created, recovered and existing.',
  Rejected: 'Messages that can never succeed as they are.',
  ...named('Rejected', REJECTION_CODES, (code) => `Of these, with reason code ${code}.`),
  HandedOver: 'Messages moved to the dead-letter queue, with the reason.',
  NotInFlight:
    'Records that the new-hire queue did not deliver, or that came too late: nothing was done for them.',
  NotConfirmed:
    'Records of which the new-hire queue did not say whether they are in flight: they are retried, unread.',
  Retried: 'Messages to be retried later.',
  DirectoryCallTime: 'A call of the directory, retries of the SDK included.',
  DirectoryConflicts: 'Calls that the directory answered with a conflict: the address is taken.',
  DirectoryPagesRead: 'Pages of the directory that were read to find the account at an address.',
  DirectoryThrottled: 'Calls that the directory throttled.',
  ...named('Retried', Object.keys(RETRY_CAUSES), (cause) => `Of these, with cause ${cause}.`),
  WaitingHireAge: 'From the message sent to now, for each message that is retried.',
  ...named(
    'FailingFor',
    OUTAGES,
    (cause) => `From the first receive to now, for each message retried with cause ${cause}.`,
  ),
};

/** Every metric there is. Alarms, dashboard and docs/generated/metrics.md are tested against it. */
export const METRICS = Object.fromEntries(
  Object.entries(MEANINGS).map(([name, meaning]) => [
    name,
    { unit: unitOf(name as MetricName), meaning },
  ]),
);

/** Those of one group, whose id is the dimension `group`. */
export const GROUP_METRICS = {
  Granted: {
    unit: 'Count',
    meaning:
      'Accounts that were added to the group. One whose hire is retried counts again with each try that grants the group.',
  },
} as const;

function named(of: string, names: readonly string[], meaningOf: (name: string) => string) {
  return Object.fromEntries(names.map((name) => [`${of}:${name}`, meaningOf(name)]));
}

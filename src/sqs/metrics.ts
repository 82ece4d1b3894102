import { MESSAGE_REASON_CODES } from '../contracts/reason.ts';
import { TARGET_REASON_CODES } from '../provisioning/check-target.ts';
import { RETRY_CAUSES, type RetryCause } from '../provisioning/hire-result.ts';
import { REASONS, REFUSED_AFTER_ATTEMPT } from '../provisioning/reasons.ts';
import type { Outcome } from '../provisioning/record.ts';

/** Causes that end by themselves: an operator wants to know of them when they last. */
export const OUTAGES = [
  'target-unavailable',
  'table-unavailable',
  'key-unavailable',
  'queue-unavailable',
] as const;

type Outage = Extract<RetryCause, (typeof OUTAGES)[number]>;

export type MetricName =
  | Capitalize<Outcome>
  | 'Duplicate'
  | 'Repeated'
  | 'Rejected'
  | `Rejected:${string}`
  | 'HandedOver'
  | 'Retried'
  | `Retried:${RetryCause}`
  | 'CreatedElevated'
  | 'TimeToReady'
  | 'WaitingHireAge'
  | `FailingFor:${Outage}`
  | 'DirectoryCallTime'
  | 'DirectoryConflicts'
  | 'DirectoryPagesRead'
  | 'DirectoryThrottled';

export interface Metric {
  readonly unit: 'Count' | 'Milliseconds' | 'Seconds';
  readonly meaning: string;
}

/** What the function measures. Names and values contain no personal data. */
export interface Metrics {
  count(name: MetricName): void;
  time(name: MetricName, ms: number): void;
  age(name: MetricName, seconds: number): void;
  /** Writes what was measured since the last flush. */
  flush(): Promise<void>;
}

const count = (meaning: string): Metric => ({ unit: 'Count', meaning });
const seconds = (meaning: string): Metric => ({ unit: 'Seconds', meaning });

const REJECTION_CODES: readonly string[] = [
  ...MESSAGE_REASON_CODES,
  ...TARGET_REASON_CODES,
  ...Object.values(REASONS).map(({ code }) => code),
  REFUSED_AFTER_ATTEMPT,
];

/** Every metric there is. Alarms, dashboard and docs/generated/metrics.md are tested against it. */
export const METRICS: Readonly<Record<string, Metric>> = {
  Created: count('Hires for whom an account was created.'),
  Recovered: count('Hires whose account was found after a response was lost.'),
  Existing: count('Hires whose account already existed.'),
  Duplicate: count('Messages about a person whom another request had already provisioned.'),
  Repeated: count('Messages whose hire was already done, and whose event was published again.'),
  CreatedElevated: count('Accounts created or recovered with SUPER_USER or API access.'),
  TimeToReady: {
    unit: 'Milliseconds',
    meaning:
      'From sending the message until the account is ready, for created, recovered and existing.',
  },
  Rejected: count('Messages that can never succeed as they are.'),
  ...named('Rejected', REJECTION_CODES, (code) => `Of these, with reason code ${code}.`),
  HandedOver: count('Messages moved to the dead-letter queue, with the reason.'),
  Retried: count('Messages to be retried later.'),
  DirectoryCallTime: {
    unit: 'Milliseconds',
    meaning: 'A call of the directory, retries of the SDK included.',
  },
  DirectoryConflicts: count(
    'Calls that the directory answered with a conflict: the address is taken.',
  ),
  DirectoryPagesRead: count(
    'Pages of the directory that were read to find the account at an address.',
  ),
  DirectoryThrottled: count('Calls that the directory throttled.'),
  ...named('Retried', Object.keys(RETRY_CAUSES), (cause) => `Of these, with cause ${cause}.`),
  WaitingHireAge: seconds('From the message sent to now, for each message that is retried.'),
  ...named(
    'FailingFor',
    OUTAGES,
    (cause) => `From the first receive to now, for each message retried with cause ${cause}.`,
    seconds,
  ),
};

function named(
  of: string,
  names: readonly string[],
  meaningOf: (name: string) => string,
  metricOf = count,
) {
  return Object.fromEntries(names.map((name) => [`${of}:${name}`, metricOf(meaningOf(name))]));
}

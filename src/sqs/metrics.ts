import type { RetryCause } from '../provisioning/hire-result.ts';
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
  | 'Scheduled'
  | 'Rejected'
  | `Rejected:${string}`
  | 'HandedOver'
  | 'NotInFlight'
  | 'NotConfirmed'
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

export type MetricUnit = 'Count' | 'Milliseconds' | 'Seconds';

/** What the function measures. Names and values contain no personal data. */
export interface Metrics {
  count(name: MetricName): void;
  /** An account was added to the group with this id: `Granted`, with one more dimension, `group`. */
  countGrant(group: string): void;
  time(name: MetricName, ms: number): void;
  age(name: MetricName, seconds: number): void;
  /** Writes what was measured since the last flush. */
  flush(): Promise<void>;
}

export function unitOf(name: MetricName): MetricUnit {
  if (name === 'TimeToReady' || name === 'DirectoryCallTime') return 'Milliseconds';
  return name === 'WaitingHireAge' || name.startsWith('FailingFor:') ? 'Seconds' : 'Count';
}

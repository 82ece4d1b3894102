import { type Retry, retry } from '../provisioning/hire-result.ts';
import type { Log } from './log-result.ts';
import { logRefused, logUnconfirmed, type UnreadRecord } from './log-unread.ts';
import type { Metrics } from './metrics.ts';

const SOURCE = 'the new-hire queue';

interface ReportDeps {
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Counts and logs records whose receipts SQS refused. */
export async function reportRefused(
  records: readonly UnreadRecord[],
  { metrics, log }: ReportDeps,
): Promise<void> {
  if (records.length === 0) return;
  for (const _ of records) metrics.count('NotInFlight');
  await logRefused(records, SOURCE, log);
}

/**
 * Counts and logs records that nothing was read of, as SQS did not say whether they are in flight. The queue keeps
 * them. No metric has their age, and no log their ids unless they look like SQS's: both may be a caller's words.
 */
export async function reportUnconfirmed(
  records: readonly UnreadRecord[],
  error: unknown,
  { metrics, log }: ReportDeps,
): Promise<void> {
  if (records.length === 0) return;
  for (const _ of records) {
    metrics.count('Retried');
    metrics.count('Retried:queue-unavailable');
    metrics.count('NotConfirmed');
  }
  await logUnconfirmed(records, SOURCE, error, log);
}

/** When a record that was not confirmed is tried again. */
export const TRY_AGAIN: Retry = retry('queue-unavailable', { kind: 'backoff' });

import type { ProcessedHire } from '../provisioning/processed-hire.ts';
import type { MetricName, Metrics } from './metrics.ts';

/** Counts the result of one message. */
export function countResult(hire: ProcessedHire, nowMs: number, metrics: Metrics): void {
  const { result, message, requestsElevatedRights } = hire;
  switch (result.kind) {
    case 'provisioned': {
      const { outcome } = result.event.data;
      metrics.count(nameOf(outcome, result.isNew));
      if (!result.isNew) return;
      metrics.time('TimeToReady', nowMs - message.sentAtMs);
      if (outcome === 'created' && requestsElevatedRights) metrics.count('CreatedElevated');
      return;
    }
    case 'rejected':
      metrics.count('Rejected');
      metrics.count(`Rejected:${result.reason.code}`);
      return;
    case 'deferred':
      metrics.count('HandedOver');
      return;
    case 'retry':
      metrics.count('Retried');
      metrics.count(`Retried:${result.cause}`);
  }
}

function nameOf(outcome: 'created' | 'recovered' | 'existing' | 'duplicate', isNew: boolean) {
  const names = {
    created: 'Created',
    recovered: 'Recovered',
    existing: 'Existing',
    duplicate: 'Duplicate',
  } as const satisfies Record<string, MetricName>;
  return isNew || outcome === 'duplicate' ? names[outcome] : 'Repeated';
}

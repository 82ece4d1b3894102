import type { Fate } from '../provisioning/settle.ts';
import type { MetricName, Metrics } from './metrics.ts';

/** Counts what became of a message, once its queue has been told. */
export function countFate(fate: Fate, nowMs: number, metrics: Metrics): void {
  if (fate.kind === 'again') {
    metrics.count('Retried');
    metrics.count(`Retried:${fate.retry.cause}`);
    return;
  }
  const { ending, message, asksElevated } = fate;
  switch (ending.kind) {
    case 'provisioned': {
      const { outcome } = ending.event.data;
      metrics.count(nameOf(outcome, ending.isNew));
      if (!ending.isNew) return;
      metrics.time('TimeToReady', nowMs - message.sentAtMs);
      if (outcome === 'created' && asksElevated) metrics.count('CreatedElevated');
      return;
    }
    case 'rejected':
      metrics.count('Rejected');
      metrics.count(`Rejected:${ending.reason.code}`);
      return;
    case 'handed-over':
      metrics.count('HandedOver');
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

import type { RetryCause } from '../provisioning/hire-result.ts';
import type { ProcessedHire } from '../provisioning/processed-hire.ts';
import { type MetricName, type Metrics, OUTAGES } from './metrics.ts';

/** Counts the result of one message. */
export function countResult(hire: ProcessedHire, nowMs: number, metrics: Metrics): void {
  const { result, message } = hire;
  switch (result.kind) {
    case 'provisioned': {
      const { outcome } = result.event.data;
      metrics.count(nameOf(outcome, result.isNew));
      if (!result.isNew) return;
      metrics.time('TimeToReady', nowMs - message.sentAtMs);
      return;
    }
    case 'scheduled':
      metrics.count('Scheduled');
      return;
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
      measureWaiting(message.sentAtMs, nowMs, metrics);
      measureOutage(result.cause, message.firstReceivedAtMs, nowMs, metrics);
  }
}

/**
 * SQS's own age of the oldest message leaves out a message that was received three times or more:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
function measureWaiting(sentAtMs: number, nowMs: number, metrics: Metrics): void {
  metrics.age('WaitingHireAge', (nowMs - sentAtMs) / 1000);
}

/** Separates an outage that lasts from one that was over at the next try, for a lone hire too. */
function measureOutage(
  cause: RetryCause,
  firstReceivedAtMs: number,
  nowMs: number,
  metrics: Metrics,
): void {
  const outage = OUTAGES.find((one) => one === cause);
  if (outage) metrics.age(`FailingFor:${outage}`, (nowMs - firstReceivedAtMs) / 1000);
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

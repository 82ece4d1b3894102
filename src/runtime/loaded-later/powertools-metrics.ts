import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { type MetricName, unitOf } from '../../sqs/metrics.ts';

export type Measured = readonly [name: MetricName, value: number];

interface ToWrite {
  readonly measured: readonly Measured[];
  /** The id of a group for each account that was added to it. */
  readonly granted: readonly string[];
}

export function createMetricsLine(defaultDimensions: Readonly<Record<string, string>>) {
  const powertools = new Metrics({ defaultDimensions: { ...defaultDimensions } });
  return ({ measured, granted }: ToWrite): void => {
    for (const [name, value] of measured)
      powertools.addMetric(name, MetricUnit[unitOf(name)], value);
    // Without a metric, Powertools writes a warning instead.
    if (measured.length > 0) powertools.publishStoredMetrics();
    for (const [group, { length }] of Map.groupBy(granted, (one) => one)) {
      // Of this line only: publishing clears it.
      powertools.addDimension('group', group);
      powertools.addMetric('Granted', MetricUnit.Count, length);
      powertools.publishStoredMetrics();
    }
  };
}

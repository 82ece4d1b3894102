import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { type MetricName, unitOf } from '../../sqs/metrics.ts';

export type Measured = readonly [name: MetricName, value: number];

export function createMetricsLine(defaultDimensions: Readonly<Record<string, string>>) {
  const powertools = new Metrics({ defaultDimensions: { ...defaultDimensions } });
  return (measured: readonly Measured[]): void => {
    for (const [name, value] of measured)
      powertools.addMetric(name, MetricUnit[unitOf(name)], value);
    powertools.publishStoredMetrics();
  };
}

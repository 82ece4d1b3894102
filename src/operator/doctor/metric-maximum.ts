import { type Dimension, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import type { Stack } from '../stack/stack.ts';

export const PERIOD_SECONDS = 300;

export interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: Dimension[];
  /** Milliseconds back from now. */
  readonly lookBackMs: number;
}

/** In the unit of the metric; 0 where there is no data. */
export async function maximumOf(
  { clients }: Stack,
  { lookBackMs, ...metric }: Metric,
  nowMs: number,
): Promise<number> {
  const { Datapoints = [] } = await clients.cloudWatch.send(
    new GetMetricStatisticsCommand({
      ...metric,
      StartTime: new Date(nowMs - lookBackMs),
      EndTime: new Date(nowMs),
      Period: PERIOD_SECONDS,
      Statistics: ['Maximum'],
    }),
  );
  return Math.max(0, ...Datapoints.map(({ Maximum = 0 }) => Maximum));
}

import type { DashboardMetric } from './read-dashboard.ts';

/** A value that CloudWatch would receive. */
export interface DataPoint {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly atMs: number;
  readonly value: number;
}

/** A metric's statistic for each period, in order; undefined for a period without data. */
export function seriesOf(
  metric: DashboardMetric,
  points: readonly DataPoint[],
  { startMs, periodMs, periods }: Periods,
): readonly (number | undefined)[] {
  const values = points.filter((point) => isOf(metric, point));
  return Array.from({ length: periods }, (_, period) => {
    const fromMs = startMs + period * periodMs;
    const inPeriod = values.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + periodMs);
    const result = statisticOf(
      metric.stat,
      inPeriod.map(({ value }) => value),
    );
    return result === undefined ? undefined : result / metric.divisor;
  });
}

export interface Periods {
  readonly startMs: number;
  readonly periodMs: number;
  readonly periods: number;
}

function isOf(metric: DashboardMetric, { namespace, name, dimensions }: DataPoint): boolean {
  return (
    namespace === metric.namespace &&
    name === metric.name &&
    Object.entries(metric.dimensions).every(([key, value]) => dimensions[key] === value)
  );
}

function statisticOf(stat: string, values: readonly number[]): number | undefined {
  if (values.length === 0) return stat === 'Sum' ? 0 : undefined;
  if (stat === 'Sum') return values.reduce((sum, value) => sum + value, 0);
  const sorted = values.toSorted((a, b) => a - b);
  const share = stat === 'Maximum' ? 1 : Number(stat.slice(1)) / 100;
  return sorted[Math.ceil(share * sorted.length) - 1];
}

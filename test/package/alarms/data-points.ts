import type { WatchedMetric } from '../watched-metrics.ts';

/** What CloudWatch stores of a metric for one minute. */
interface MinutePoint {
  readonly sum: number;
  readonly count: number;
  readonly least: number;
  readonly most: number;
}

/** The data points of every metric, by minute. */
export interface DataPoints {
  /** Adds to one metric. */
  adderOf(metric: WatchedMetric): (minute: number, value: number) => void;
  /**
   * A statistic of a metric, of the minutes from (included) to (excluded); undefined without a data point.
   * @throws if it does not know the statistic
   */
  statisticOf(
    metric: WatchedMetric,
    stat: string,
  ): (from: number, to: number) => number | undefined;
}

const STATISTICS: Readonly<Record<string, (points: readonly MinutePoint[]) => number>> = {
  Sum: (points) => total(points),
  Average: (points) => total(points) / points.reduce((all, { count }) => all + count, 0),
  Minimum: (points) => Math.min(...points.map(({ least }) => least)),
  Maximum: (points) => Math.max(...points.map(({ most }) => most)),
};

export function createDataPoints(): DataPoints {
  const byMetric = new Map<string, Map<number, MinutePoint>>();
  const pointsOf = ({ namespace, name, dimensions }: WatchedMetric) => {
    const key = [namespace, name, ...Object.entries(dimensions)].join();
    const points = byMetric.get(key) ?? new Map<number, MinutePoint>();
    byMetric.set(key, points);
    return points;
  };
  return {
    adderOf(metric) {
      const points = pointsOf(metric);
      return (minute, value) => {
        const { sum = 0, count = 0, least = value, most = value } = points.get(minute) ?? {};
        points.set(minute, {
          sum: sum + value,
          count: count + 1,
          least: Math.min(least, value),
          most: Math.max(most, value),
        });
      };
    },
    statisticOf(metric, stat) {
      const calculate = STATISTICS[stat];
      if (!calculate) throw new Error(`This evaluator does not know the statistic ${stat}.`);
      const points = pointsOf(metric);
      return (from, to) => {
        const present: MinutePoint[] = [];
        for (let minute = from; minute < to; minute += 1) {
          const point = points.get(minute);
          if (point) present.push(point);
        }
        return present.length === 0 ? undefined : calculate(present);
      };
    },
  };
}

function total(points: readonly MinutePoint[]): number {
  return points.reduce((sum, point) => sum + point.sum, 0);
}

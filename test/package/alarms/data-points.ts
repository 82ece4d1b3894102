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
  /** The last minute, up to another one, whose data point is not like the one before it; 0 at least. */
  lastChangeOf(metric: WatchedMetric): (minute: number) => number;
}

const STATISTICS: Readonly<Record<string, (points: readonly MinutePoint[]) => number>> = {
  Sum: (points) => total(points),
  Average: (points) => total(points) / points.reduce((all, { count }) => all + count, 0),
  Minimum: (points) => Math.min(...points.map(({ least }) => least)),
  Maximum: (points) => Math.max(...points.map(({ most }) => most)),
};

export function createDataPoints(): DataPoints {
  const byMetric = new Map<string, (MinutePoint | undefined)[]>();
  const pointsOf = ({ namespace, name, dimensions }: WatchedMetric) => {
    const key = [namespace, name, ...Object.entries(dimensions)].join();
    const points = byMetric.get(key) ?? [];
    byMetric.set(key, points);
    return points;
  };
  return {
    adderOf(metric) {
      const points = pointsOf(metric);
      return (minute, value) => {
        const { sum = 0, count = 0, least = value, most = value } = points[minute] ?? {};
        points[minute] = {
          sum: sum + value,
          count: count + 1,
          least: Math.min(least, value),
          most: Math.max(most, value),
        };
      };
    },
    statisticOf(metric, stat) {
      const calculate = STATISTICS[stat];
      if (!calculate) throw new Error(`This evaluator does not know the statistic ${stat}.`);
      const points = pointsOf(metric);
      return (from, to) => {
        const present: MinutePoint[] = [];
        for (let minute = from; minute < to; minute += 1) {
          const point = points[minute];
          if (point) present.push(point);
        }
        return present.length === 0 ? undefined : calculate(present);
      };
    },
    lastChangeOf(metric) {
      const points = pointsOf(metric);
      const changes: number[] = [0];
      return (minute) => {
        for (let next = changes.length; next <= minute; next += 1)
          changes.push(isAlike(points[next - 1], points[next]) ? (changes[next - 1] ?? 0) : next);
        return changes[minute] ?? 0;
      };
    },
  };
}

function isAlike(one: MinutePoint | undefined, other: MinutePoint | undefined): boolean {
  return (
    one?.sum === other?.sum &&
    one?.count === other?.count &&
    one?.least === other?.least &&
    one?.most === other?.most
  );
}

function total(points: readonly MinutePoint[]): number {
  return points.reduce((sum, point) => sum + point.sum, 0);
}

import { type Alarm, metricsOfAlarm, watchedMetric } from '../watched-metrics.ts';
import type { DataPoints } from './data-points.ts';
import { parseExpression, type Series } from './metric-math.ts';
import type { Reading } from './reading.ts';

const DAY_MINUTES = 1440;
const HOUR_MINUTES = 60;
const NO_ID = '';

/** The series of the periods that end with a minute, the newest last; of each metric. */
type SeriesAt = (minute: number) => Series;
type WindowsAt = (minute: number) => ReadonlyMap<string, Series>;

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/** How many data points beyond the threshold a missing one counts as. */
const MISSING_COUNTS: Readonly<Record<string, number>> = { notBreaching: 0, breaching: 1 };

/**
 * Tells whether an alarm is on at the end of a minute, by the data that is there then; undefined where
 * CloudWatch does not look. An alarm that looks back more than a day is evaluated once an hour.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function watchAlarm(alarm: Alarm, points: DataPoints, reading: Reading) {
  const { EvaluationPeriods: periods, DatapointsToAlarm: needed = periods } = alarm;
  const isBreaching = COMPARISONS[alarm.ComparisonOperator];
  const ofMissing = MISSING_COUNTS[alarm.TreatMissingData ?? ''];
  if (!isBreaching || ofMissing === undefined)
    throw new Error(`This evaluator does not know how ${alarm.AlarmName} compares.`);
  const windowsAt = windowsOf(alarm, points, reading);
  const seriesIn = evaluationOf(alarm, reading);
  const isHourly = periods * periodMinutesOf(alarm) > DAY_MINUTES;
  const isOn = (windows: ReadonlyMap<string, Series>) => {
    const evaluated = evaluatedOf(seriesIn(windows), periods);
    const breaching = evaluated.filter((value) => isBreaching(value, Number(alarm.Threshold)));
    return breaching.length + ofMissing * (periods - evaluated.length) >= needed;
  };
  const span = spanOf(alarm, reading);
  const lastChanges = metricsOfAlarm(alarm).map(points.lastChangeOf);
  // Stories are long, and mostly a window is the one before: the same data has the same result.
  let last = { minute: 0, isOn: false };
  return (minute: number): boolean | undefined => {
    if (isHourly && minute % HOUR_MINUTES !== 0) return undefined;
    const from = last.minute - span;
    const isLikeLast = lastChanges.every((lastChange) => lastChange(minute) < from);
    last = { minute, isOn: isLikeLast ? last.isOn : isOn(windowsAt(minute)) };
    return last.isOn;
  };
}

/**
 * The newest data points, as many as the alarm has periods: where some are missing, older ones of the
 * range stand in, and only what is missing then counts as the alarm says.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
function evaluatedOf(range: Series, periods: number): readonly number[] {
  const newest = range.slice(-periods);
  const evaluated = newest.includes(undefined) ? range : newest;
  return evaluated.filter((value) => value !== undefined).slice(-periods);
}

/** The data of every metric of an alarm; of an alarm without an expression, under no id. */
function windowsOf(alarm: Alarm, points: DataPoints, reading: Reading): WindowsAt {
  const { Metrics, Statistic = '' } = alarm;
  const periodMinutes = periodMinutesOf(alarm);
  const ofMetric = (metric: Parameters<typeof watchedMetric>[0], stat: string) =>
    rangeOf(points.statisticOf(watchedMetric(metric), stat), alarm, periodMinutes, reading);
  const byId = Metrics?.flatMap(({ Id, MetricStat }) =>
    MetricStat ? [[Id, ofMetric(MetricStat.Metric, MetricStat.Stat)] as const] : [],
  ) ?? [[NO_ID, ofMetric(alarm, Statistic)] as const];
  return (minute) => new Map(byId.map(([id, seriesAt]) => [id, seriesAt(minute)]));
}

/** From the data of its metrics to the series that the alarm compares. */
function evaluationOf({ AlarmName, Metrics }: Alarm, reading: Reading) {
  if (!Metrics) return (windows: ReadonlyMap<string, Series>) => windows.get(NO_ID) ?? [];
  const [returned, ...others] = Metrics.filter(({ ReturnData = true }) => ReturnData);
  if (!returned || others.length > 0) throw new Error(`${AlarmName} returns more than one series.`);
  const expressions = new Map(
    Metrics.flatMap(({ Id, Expression }) =>
      Expression === undefined ? [] : [[Id, parseExpression(Expression)] as const],
    ),
  );
  return (windows: ReadonlyMap<string, Series>): Series => {
    const seriesOf = (id: string): Series => {
      const series = windows.get(id) ?? expressions.get(id)?.({ ...reading, seriesOf });
      if (!series) throw new Error(`${AlarmName} has no metric ${id}.`);
      return series;
    };
    return seriesOf(returned.Id);
  };
}

/** Minutes that a window looks back. */
function spanOf(alarm: Alarm, { extraPeriods }: Reading): number {
  return (alarm.EvaluationPeriods + extraPeriods) * periodMinutesOf(alarm);
}

/** The window slides: its periods end with the minute, and are aligned to no clock. */
function rangeOf(
  statistic: (from: number, to: number) => number | undefined,
  { EvaluationPeriods }: Alarm,
  periodMinutes: number,
  { extraPeriods, lateMinutes }: Reading,
): SeriesAt {
  const length = EvaluationPeriods + extraPeriods;
  // Most periods of one minute are those of another: stories are long.
  const complete: (number | undefined)[] = [];
  return (minute) => {
    const known = minute - lateMinutes;
    const range: (number | undefined)[] = [];
    for (let to = minute - (length - 1) * periodMinutes; to <= minute; to += periodMinutes) {
      if (to > known) range.push(statistic(to - periodMinutes, known));
      else if (to <= 0) range.push(undefined);
      else {
        if (!(to in complete)) complete[to] = statistic(to - periodMinutes, to);
        range.push(complete[to]);
      }
    }
    return range;
  };
}

/** Every metric of an expression has the same period. */
function periodMinutesOf({ AlarmName, Metrics, Period }: Alarm): number {
  const periods = Metrics?.flatMap(({ MetricStat }) => MetricStat?.Period ?? []) ?? [Period];
  const [seconds] = periods;
  if (seconds === undefined || periods.some((one) => one !== seconds))
    throw new Error(`${AlarmName} has no one period.`);
  return seconds / 60;
}

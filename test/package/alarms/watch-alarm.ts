import { type Alarm, type AlarmMetric, watchedMetric } from '../watched-metrics.ts';
import type { DataPoints } from './data-points.ts';
import { parseExpression, type Series } from './metric-math.ts';
import type { Reading } from './reading.ts';

const DAY_MINUTES = 1440;
const HOUR_MINUTES = 60;

/** The series of the periods that end with a minute, the newest last. */
type SeriesAt = (minute: number) => Series;

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
};

/**
 * Tells whether an alarm is on at the end of a minute, by the data that is there then; undefined where
 * CloudWatch does not look. An alarm that looks back more than a day is evaluated once an hour.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function watchAlarm(alarm: Alarm, points: DataPoints, reading: Reading) {
  const { EvaluationPeriods: periods, DatapointsToAlarm: needed = periods } = alarm;
  const isBreaching = COMPARISONS[alarm.ComparisonOperator];
  if (!isBreaching || alarm.TreatMissingData !== 'notBreaching')
    throw new Error(`This evaluator does not know how ${alarm.AlarmName} compares.`);
  const rangeAt = seriesOf(alarm, points, reading);
  const isHourly = periods * periodMinutesOf(alarm) > DAY_MINUTES;
  return (minute: number): boolean | undefined => {
    if (isHourly && minute % HOUR_MINUTES !== 0) return undefined;
    const evaluated = evaluatedOf(rangeAt(minute), periods);
    return (
      evaluated.filter((value) => isBreaching(value, Number(alarm.Threshold))).length >= needed
    );
  };
}

/**
 * The newest data points, as many as the alarm has periods: where some are missing, older ones of the
 * range stand in, and only what is missing then counts as within the threshold.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
function evaluatedOf(range: Series, periods: number): readonly number[] {
  const newest = range.slice(-periods);
  const evaluated = newest.includes(undefined) ? range : newest;
  return evaluated.filter((value) => value !== undefined).slice(-periods);
}

function seriesOf(alarm: Alarm, points: DataPoints, reading: Reading): SeriesAt {
  const { AlarmName, Metrics, Statistic = '' } = alarm;
  const periodMinutes = periodMinutesOf(alarm);
  const ofMetric = (metric: Parameters<typeof watchedMetric>[0], stat: string) =>
    rangeOf(points.statisticOf(watchedMetric(metric), stat), alarm, periodMinutes, reading);
  if (!Metrics) return ofMetric(alarm, Statistic);

  const ofEntry = ({ Expression, MetricStat }: AlarmMetric): SeriesAt => {
    if (MetricStat) return ofMetric(MetricStat.Metric, MetricStat.Stat);
    const evaluate = parseExpression(Expression ?? '');
    return (minute) => {
      const scope = { ...reading, seriesOf: (id: string) => seriesById(id)(minute) };
      return evaluate(scope);
    };
  };
  const byId = new Map(Metrics.map((entry) => [entry.Id, ofEntry(entry)]));
  const seriesById = (id: string): SeriesAt => {
    const series = byId.get(id);
    if (!series) throw new Error(`${AlarmName} has no metric ${id}.`);
    return series;
  };
  const [returned, ...others] = Metrics.filter(({ ReturnData = true }) => ReturnData);
  if (!returned || others.length > 0) throw new Error(`${AlarmName} returns more than one series.`);
  return seriesById(returned.Id);
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

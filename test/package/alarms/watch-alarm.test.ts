import { describe, expect, test } from '@jest/globals';
import type { Alarm } from '../watched-metrics.ts';
import { createDataPoints } from './data-points.ts';
import { READINGS, type Reading } from './reading.ts';
import { ringingsOf } from './ringing.ts';
import { watchAlarm } from './watch-alarm.ts';

const metric = { namespace: 'Joiner', name: 'Rejected', dimensions: {} };
const [prompt = {} as Reading] = READINGS;
/** As in AWS's examples: three periods, and two more in case some of them are missing. */
const documented: Reading = { ...prompt, extraPeriods: 2, lateMinutes: 0 };

function alarmOf(changes: Partial<Alarm> = {}): Alarm {
  return {
    AlarmName: 'an-alarm',
    AlarmDescription: '',
    AlarmActions: [],
    Namespace: 'Joiner',
    MetricName: 'Rejected',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    ...changes,
  };
}

/** Data points by the minute: X is breaching, 0 is not, - is missing. */
function pointsOf(series: string) {
  const points = createDataPoints();
  const add = points.adderOf(metric);
  for (const [minute, point] of series.split(' ').entries())
    if (point !== '-') add(minute, point === 'X' ? 1 : 0);
  return points;
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
describe('missing data that is not breaching, in the tables of AWS', () => {
  test.each([
    ['0 - X - X', 3, false],
    ['0 - - - -', 3, false],
    ['- - - - -', 3, false],
    ['0 X X - X', 3, true],
    ['- - X - -', 3, false],
    ['0 - X - X', 2, true],
    ['0 0 X 0 X', 2, true],
    ['0 - X - -', 2, false],
    ['- - - - 0', 2, false],
    ['- - - X -', 2, false],
  ])('%s, of which %i must breach', (series, DatapointsToAlarm, expected) => {
    const isOnAt = watchAlarm(alarmOf({ DatapointsToAlarm }), pointsOf(series), documented);
    expect(isOnAt(5)).toBe(expected);
  });
});

test('the window slides: two minutes of trouble fall into two periods of five', () => {
  const alarm = alarmOf({ Period: 300, EvaluationPeriods: 2 });
  const points = pointsOf('0 0 0 0 0 0 0 X X 0 0 0 0 0 0 0 0 0 0 0');

  expect(ringingsOf(alarm, points, 20, { ...prompt, lateMinutes: 0 })).toEqual([
    { from: 13, to: 14 },
  ]);
});

test('a data point counts from when it is there', () => {
  const alarm = alarmOf({ EvaluationPeriods: 5, DatapointsToAlarm: 1 });
  const ringings = ringingsOf(alarm, pointsOf('0 0 X'), 20, { ...prompt, lateMinutes: 3 });

  expect(ringings).toEqual([{ from: 6, to: 8 }]);
});

test('an alarm that looks back more than a day is evaluated once an hour', () => {
  const alarm = alarmOf({ Period: 3600, EvaluationPeriods: 25, DatapointsToAlarm: 1 });
  const points = pointsOf(`${'0 '.repeat(70)}X`);

  expect(ringingsOf(alarm, points, 180, prompt)).toEqual([
    { from: 120, to: Number.POSITIVE_INFINITY },
  ]);
});

test.each([
  ['a comparison', { ComparisonOperator: 'LessThanOrEqualToThreshold' }],
  ['a statistic', { Statistic: 'p90' }],
  ['a treatment of missing data', { TreatMissingData: 'ignore' }],
])('%s that it does not know is not taken for another one', (_, changes) => {
  expect(() => watchAlarm(alarmOf(changes), pointsOf('X'), prompt)).toThrow('does not know');
});

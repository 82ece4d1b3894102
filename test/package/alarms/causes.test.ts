import { describe, expect, test } from '@jest/globals';
import { RETRY_CAUSES, type RetryCause } from '../../../src/provisioning/hire-result.ts';
import { OUTAGES } from '../../../src/sqs/metrics.ts';
import { metricsOfAlarm } from '../watched-metrics.ts';
import { alarms } from './outage.ts';

/** The alarm of every cause that can last. A new cause is one that someone has thought about. */
const ALARM_OF: Readonly<Record<RetryCause, string>> = {
  'target-denied-access': 'directory-denies',
  'target-not-found': 'directory-not-found',
  'target-limit-exceeded': 'directory-limit',
  'twin-suspected': 'duplicate-account',
  'conflict-but-not-found': 'address-taken',
  'group-not-granted': 'group-not-granted',
  'creation-budget-spent': 'creation-budget',
  'unexpected-error': 'unexpected-error',
  'target-unavailable': 'directory-unavailable',
  'table-unavailable': 'table-unavailable',
  'key-unavailable': 'key-unavailable',
  'queue-unavailable': 'events-not-sent',
  throttled: 'not-ready',
  'out-of-time': 'not-ready',
  'lease-held': 'not-ready',
  'employee-in-progress': 'not-ready',
  'record-changed': 'not-ready',
  'account-being-created': 'not-ready',
  'account-gone': 'not-ready',
  'reads-may-lag': 'not-ready',
  'search-unfinished': 'not-ready',
};

const alarmOf = (cause: RetryCause) => {
  const alarm = alarms.find(({ shortName }) => shortName === ALARM_OF[cause]);
  if (!alarm) throw new Error(`${cause} has no alarm.`);
  return alarm;
};
const causes = Object.keys(RETRY_CAUSES) as RetryCause[];
const causesOf = (isOne: (cause: RetryCause) => boolean) => causes.filter(isOne);
const isOutage = (cause: RetryCause) => OUTAGES.some((outage) => outage === cause);
const isWaiting = (cause: RetryCause) => ALARM_OF[cause] === 'not-ready';

test('every cause of a retry has an alarm', () => {
  expect(causes.filter((cause) => !(cause in ALARM_OF))).toEqual([]);
  expect(causes.map((cause) => alarmOf(cause).shortName)).toHaveLength(causes.length);
});

describe.each(causesOf((cause) => !isOutage(cause) && !isWaiting(cause)))(
  '%s, which only people fix,',
  (cause) => {
    test('rings at the first hire', () => {
      expect(alarmOf(cause)).toMatchObject({
        MetricName: `Retried:${cause}`,
        Statistic: 'Sum',
        Threshold: 0,
        DatapointsToAlarm: 1,
      });
    });
  },
);

describe.each(causesOf(isOutage))('%s, which ends by itself,', (cause) => {
  test('rings when a hire has met it for more than five minutes', () => {
    expect(alarmOf(cause)).toMatchObject({
      MetricName: `FailingFor:${cause}`,
      Statistic: 'Maximum',
      Threshold: 300,
      DatapointsToAlarm: 1,
    });
  });
});

test('a hire that only waits rings by its age', () => {
  const watched = metricsOfAlarm(alarmOf('throttled')).map(({ name }) => name);

  expect(watched).toEqual(['ApproximateAgeOfOldestMessage', 'WaitingHireAge']);
});

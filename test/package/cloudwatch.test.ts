import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { AUDIT_METRICS } from '../../src/audit/nightly/metrics.ts';
import { INTAKE_METRICS } from '../../src/sqs/intake-metrics.ts';
import { GROUP_METRICS, METRICS } from '../../src/sqs/metric-list.ts';
import { RELEASE_METRICS } from '../../src/sqs/release-metrics.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { GROUPS } from './alarms/sample-rules.ts';
import { METRICS_PAGE, pageOfMetrics } from './metrics/page.ts';
import { alarmsOf, dashboardOf, metricsOfAlarm, type WatchedMetric } from './watched-metrics.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:on-call';
const template = deployedTemplate({ AlarmTopicArn: TOPIC });
const alarms = alarmsOf(template);
const dashboard = dashboardOf(template);
const nameOf = ({ namespace, name, dimensions }: WatchedMetric) =>
  `${namespace} ${name} ${JSON.stringify(dimensions)}`;

const QUEUES = [
  'NewHireQueue',
  'DeadLetterQueue',
  'RejectedQueue',
  'CompletionQueue',
  'IntakeQueue',
  'IntakeFilesQueue',
];
const onEach = (names: readonly string[], namespace: string, dimension: string, values: string[]) =>
  names.flatMap((name) =>
    values.map((value) => ({ namespace, name, dimensions: { [dimension]: value } })),
  );

/** All that the functions, and AWS for the stack's resources, sends to CloudWatch. */
const EMITTED = new Set(
  [
    ...Object.keys(METRICS).map((name) => ({
      namespace: 'Joiner',
      name,
      dimensions: { service: 'joiner', stage: 'local', target: 'finspace' },
    })),
    ...[RELEASE_METRICS, INTAKE_METRICS, AUDIT_METRICS].flatMap(Object.keys).map((name) => ({
      namespace: 'Joiner',
      name,
      dimensions: { service: 'joiner', stage: 'local' },
    })),
    ...Object.keys(GROUP_METRICS).flatMap((name) =>
      [...GROUPS].map((group) => ({
        namespace: 'Joiner',
        name,
        dimensions: { service: 'joiner', stage: 'local', target: 'finspace', group },
      })),
    ),
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    ...onEach(
      [
        'ApproximateAgeOfOldestMessage',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesVisible',
        'NumberOfMessagesReceived',
        'NumberOfMessagesSent',
      ],
      'AWS/SQS',
      'QueueName',
      QUEUES.map((queue) => `<${queue}.QueueName>`),
    ),
    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    ...onEach(
      ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'],
      'AWS/Lambda',
      'FunctionName',
      [
        '<ProvisionUserLambdaFunction>',
        '<ReleaseDueHiresLambdaFunction>',
        '<IntakeLambdaFunction>',
      ],
    ),
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
    ...onEach(
      ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'],
      'AWS/DynamoDB',
      'TableName',
      ['<UsersTable>', '<ScheduledHiresTable>'],
    ),
  ].map(nameOf),
);
const unheardOf = (metrics: readonly WatchedMetric[]) =>
  metrics.map(nameOf).filter((name) => !EMITTED.has(name));

const anchorOf = (heading: string) => heading.toLowerCase().replaceAll(' ', '-');

describe.each(alarms.map((alarm) => [alarm.id, alarm] as const))('%s', (_, alarm) => {
  test('looks at metrics that are sent', () => {
    expect(metricsOfAlarm(alarm)).not.toEqual([]);
    expect(unheardOf(metricsOfAlarm(alarm))).toEqual([]);
  });

  test('says what missing data means, and goes to the topic', () => {
    expect(alarm.TreatMissingData).toBe(
      ['SweepStoppedAlarm', 'AuditOverdueAlarm'].includes(alarm.id) ? 'breaching' : 'notBreaching',
    );
    expect(alarm.AlarmActions).toEqual([TOPIC]);
  });

  test('ends its description in a section of the runbook, which says when it rings and when not', () => {
    const [, file = '', anchor] = / (docs\/\w+\.md)#([\w-]+)$/.exec(alarm.AlarmDescription) ?? [];
    const sections = existsSync(file) ? readFileSync(file, 'utf8').split(/^## /m) : [];
    const section = sections.find((text) => anchorOf(text.split('\n')[0] ?? '') === anchor);
    expect(section).toContain('**Rings.**');
    expect(section).toContain('**Does not ring.**');
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  test('keeps within what CloudWatch takes', () => {
    const [period = 0, ...others] = alarm.Metrics?.flatMap(
      ({ MetricStat }) => MetricStat?.Period ?? [],
    ) ?? [alarm.Period];
    expect(others.filter((other) => other !== period)).toEqual([]);
    expect(period * alarm.EvaluationPeriods).toBeLessThanOrEqual(period < 3600 ? 86_400 : 604_800);
    expect(metricsOfAlarm(alarm).length).toBeLessThanOrEqual(10);
  });
});

describe('the dashboard', () => {
  test('the dashboard shows metrics that are sent, and no other', () => {
    expect(unheardOf(dashboard.flatMap(({ metrics }) => metrics))).toEqual([]);
  });

  test('the dashboard leaves out no metric of a function', () => {
    const shown = new Set(dashboard.flatMap(({ metrics }) => metrics.map(({ name }) => name)));
    const missing = [METRICS, GROUP_METRICS, RELEASE_METRICS, INTAKE_METRICS, AUDIT_METRICS]
      .flatMap(Object.keys)
      .filter((name) => !shown.has(name));
    expect(missing).toEqual(['Retried']);
  });

  test('the dashboard shows nothing of intake in a stack without sources', () => {
    const titles = dashboardOf(deployedTemplate({ Sources: '' })).map(({ title }) => title);

    expect(titles).toHaveLength(dashboard.length - 2);
    expect(titles.filter((title) => title.startsWith('What comes'))).toEqual([]);
  });

  test('the dashboard asks one question after the other, from top to bottom', () => {
    const questions = dashboard.map(({ title }) => title.split('?')[0]);
    expect([...new Set(questions)]).toEqual([
      'Are hires being served',
      'Today',
      'How fast',
      'What fails and why',
      'What waits',
      'What does it cost',
      'What comes from HR systems',
      'Is the directory as it was left',
      'Who gets which groups',
    ]);
  });
});

test('every group of the rules has an alarm of its own, and a line on the dashboard', () => {
  const groupsIn = (metrics: readonly WatchedMetric[]) =>
    metrics.flatMap(({ dimensions }) => dimensions['group'] ?? []).toSorted();

  expect(groupsIn(alarms.flatMap(metricsOfAlarm))).toEqual([...GROUPS].toSorted());
  expect(groupsIn(dashboard.flatMap(({ metrics }) => metrics))).toEqual([...GROUPS].toSorted());
});

test('docs/generated/metrics.md lists every metric with its unit and its meaning, and no other', () => {
  expect(readFileSync(METRICS_PAGE, 'utf8')).toBe(pageOfMetrics());
});

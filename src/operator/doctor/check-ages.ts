import { DescribeAlarmsCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { durationText } from '../duration.ts';
import { listFailedMessages } from '../failed/failed-queues.ts';
import type { Stack } from '../stack/stack.ts';
import { type Finding, finding, notChecked, ok, problem } from './finding.ts';

const MINUTE_MS = 60_000;
const DEFAULT_PROMISE_MINUTES = 60;
const DAY_MS = 86_400_000;
/** SQS deletes messages after 14 days; an operator who looks once a week must know before. */
const urgentAfterMs = 7 * DAY_MS;
const METRIC_PERIOD_SECONDS = 300;

/** How long the oldest new hire has waited; SQS reports it to CloudWatch only. */
export async function checkNewHireAge(stack: Stack, nowMs: number): Promise<readonly Finding[]> {
  const check = 'new-hire-age';
  if (stack.isLocal) return [notChecked(check, 'there is no CloudWatch on a local stack')];
  const { Datapoints = [] } = await stack.clients.cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: queueName(stack.outputs.NewHireQueueUrl) }],
      StartTime: new Date(nowMs - 2 * METRIC_PERIOD_SECONDS * 1000),
      EndTime: new Date(nowMs),
      Period: METRIC_PERIOD_SECONDS,
      Statistics: ['Maximum'],
    }),
  );
  const promisedMs = await promisedMsOf(stack);
  const waitedMs = 1000 * Math.max(0, ...Datapoints.map(({ Maximum = 0 }) => Maximum));
  return [
    finding(
      check,
      waitedMs <= promisedMs,
      `the oldest has waited for ${durationText(waitedMs)}; the promise is ${durationText(promisedMs)}`,
      'Check that consumption is on, and read the log of the function.',
    ),
  ];
}

/** Milliseconds within which a hire must have an account: only the stack's alarm has the number. */
async function promisedMsOf({ clients, name }: Stack): Promise<number> {
  const { MetricAlarms = [] } = await clients.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [`${name}-not-ready`] }),
  );
  return (MetricAlarms[0]?.Threshold ?? DEFAULT_PROMISE_MINUTES) * MINUTE_MS;
}

/** Whether messages wait for an operator, and for how long. */
export async function checkFailedAges(
  stack: Stack,
  nowMs: number,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { messages } = await listFailedMessages(stack, {}, { signal });
  return (['dead-letter', 'rejected'] as const).map((queue) => {
    const check = `${queue}-age`;
    const ages = messages
      .filter((message) => message.queue === queue)
      .map(({ failedAtMs }) => nowMs - failedAtMs);
    if (ages.length === 0) return ok(check, 'no messages');
    const oldestMs = Math.max(...ages);
    const found = `${ages.length} waiting, the oldest for ${durationText(oldestMs)}`;
    const remedy = `joiner failed list --queue ${queue}`;
    return problem(
      check,
      found,
      oldestMs < urgentAfterMs ? remedy : `${remedy}; SQS deletes them after 14 days`,
    );
  });
}

function queueName(queueUrl: string): string {
  return new URL(queueUrl).pathname.split('/').at(-1) ?? '';
}

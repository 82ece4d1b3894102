import { durationText } from '../duration.ts';
import { queueDepth } from '../stack/queue-depth.ts';
import { readStackSettings, type Stack } from '../stack/stack.ts';
import { type Finding, finding, notChecked } from './finding.ts';
import { type Metric, maximumOf, PERIOD_SECONDS } from './metric-maximum.ts';

/** How long the oldest new hire has waited: CloudWatch has it, SQS has not. */
export async function checkNewHireAge(
  stack: Stack,
  nowMs: number,
  withinMs: number,
): Promise<readonly Finding[]> {
  const check = 'new-hire-age';
  if (stack.isLocal) return [notChecked(check, 'there is no CloudWatch on a local stack')];
  // Both metrics are in seconds.
  const seconds = await Promise.all([
    maximumOf(stack, ageInQueue(stack), nowMs),
    waitingHireAge(stack, nowMs),
  ]);
  const waitedMs = 1000 * Math.max(...seconds);
  return [
    finding(
      check,
      waitedMs <= withinMs,
      `the oldest has waited for ${durationText(waitedMs)}; the promise is ${durationText(withinMs)}`,
      'Check that consumption is on, and read the log of the function.',
    ),
  ];
}

function ageInQueue({ outputs }: Stack): Metric {
  const queueName = new URL(outputs.NewHireQueueUrl).pathname.split('/').at(-1) ?? '';
  return {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateAgeOfOldestMessage',
    Dimensions: [{ Name: 'QueueName', Value: queueName }],
    lookBackMs: 2 * PERIOD_SECONDS * 1000,
  };
}

/**
 * SQS leaves out a message that was received three times or more: the function measures each one that it
 * retries, at every try. What it measured before the queue was empty no longer matters.
 */
async function waitingHireAge(stack: Stack, nowMs: number): Promise<number> {
  const { backoff, stage, targetKind, metrics } = await readStackSettings(stack);
  const age = await maximumOf(
    stack,
    {
      Namespace: metrics.namespace,
      MetricName: 'WaitingHireAge',
      Dimensions: [
        { Name: 'service', Value: metrics.service },
        { Name: 'stage', Value: stage },
        { Name: 'target', Value: targetKind },
      ],
      lookBackMs: (backoff.maxSeconds + PERIOD_SECONDS) * 1000,
    },
    nowMs,
  );
  const { waiting, inFlight, delayed } = await queueDepth(
    stack.clients.sqs,
    stack.outputs.NewHireQueueUrl,
  );
  return waiting + inFlight + delayed === 0 ? 0 : age;
}

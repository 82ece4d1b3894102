import { durationText } from '../duration.ts';
import { queueDepth } from '../stack/queue-depth.ts';
import { readStackSettings, type Stack } from '../stack/stack.ts';
import { type Finding, finding, notChecked, ok } from './finding.ts';
import { maximumOf } from './metric-maximum.ts';

/** A message whose call failed is tried again after half an hour. */
const LOOK_BACK_MS = 40 * 60_000;

/** How long the oldest message of the intake has waited: by its own metric, which counts each one that is tried. */
export async function checkIntakeAge(
  stack: Stack,
  nowMs: number,
  withinMs: number,
): Promise<readonly Finding[]> {
  const check = 'intake-age';
  const { IntakeQueueUrl, IntakeFilesQueueUrl } = stack.outputs;
  if (IntakeQueueUrl === undefined || IntakeFilesQueueUrl === undefined) return [];
  if (stack.isLocal) return [notChecked(check, 'there is no CloudWatch on a local stack')];
  const depths = await Promise.all(
    [IntakeQueueUrl, IntakeFilesQueueUrl].map((url) => queueDepth(stack.clients.sqs, url)),
  );
  if (depths.every(({ waiting, inFlight, delayed }) => waiting + inFlight + delayed === 0))
    return [ok(check, 'nothing waits')];
  const { stage, metrics } = await readStackSettings(stack);
  const waitedMs = await maximumOf(
    stack,
    {
      Namespace: metrics.namespace,
      MetricName: 'IntakeAge',
      Dimensions: [
        { Name: 'service', Value: metrics.service },
        { Name: 'stage', Value: stage },
      ],
      lookBackMs: LOOK_BACK_MS,
    },
    nowMs,
  );
  return [
    finding(
      check,
      waitedMs <= withinMs,
      `the oldest record or file has waited for ${durationText(waitedMs)}; the promise is ${durationText(withinMs)}`,
      'Read the log of the function of the intake.',
    ),
  ];
}

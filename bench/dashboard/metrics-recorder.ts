import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Invocation } from '../../local/emulators/lambda/function.ts';
import type { InterceptedCall } from '../../test/support/http/intercepting-proxy.ts';
import type { DataPoint } from './data-points.ts';

const DEPTHS: readonly (readonly [QueueAttributeName, string])[] = [
  ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesVisible'],
  ['ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesNotVisible'],
];

/** Records the metrics that CloudWatch would receive from the function and from AWS services. */
export function createMetricsRecorder() {
  const points: DataPoint[] = [];
  const add = (
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    value: number,
  ) => points.push({ namespace, name, dimensions, value, atMs: Date.now() });

  return {
    points: points as readonly DataPoint[],

    /** Records the metrics in a line of the function's log. */
    log(line: string) {
      if (!line.startsWith('{"_aws"')) return;
      const { _aws, ...values } = JSON.parse(line);
      for (const { Namespace, Dimensions, Metrics } of _aws.CloudWatchMetrics) {
        const dimensions = Object.fromEntries(
          Dimensions.flat().map((name: string) => [name, values[name]]),
        );
        for (const { Name } of Metrics)
          for (const value of [values[Name]].flat()) add(Namespace, Name, dimensions, value);
      }
    },

    invocation({ functionName, durationMs, hasFailed }: Invocation) {
      const of = { FunctionName: functionName };
      add('AWS/Lambda', 'Invocations', of, 1);
      add('AWS/Lambda', 'Errors', of, hasFailed ? 1 : 0);
      add('AWS/Lambda', 'Throttles', of, 0);
      add('AWS/Lambda', 'Duration', of, durationMs);
    },

    /** Records a call of the users table. Every item fits one unit: 1 KB written or 4 KB read. */
    call({ service, operation }: InterceptedCall, tableName: string) {
      if (service !== 'dynamodb') return;
      const unit = operation === 'GetItem' ? 'Read' : 'Write';
      add('AWS/DynamoDB', `Consumed${unit}CapacityUnits`, { TableName: tableName }, 1);
    },

    concurrency(functionName: string, processes: number) {
      add('AWS/Lambda', 'ConcurrentExecutions', { FunctionName: functionName }, processes);
    },

    async queue(sqs: SQSClient, queueUrl: string, oldestSentAtMs: number) {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: queueUrl,
          AttributeNames: DEPTHS.map(([attribute]) => attribute),
        }),
      );
      const of = { QueueName: queueUrl.split('/').at(-1) ?? '' };
      const counts = DEPTHS.map(([attribute]) => Number(Attributes[attribute]));
      for (const [index, [, metric]] of DEPTHS.entries())
        add('AWS/SQS', metric, of, counts[index] ?? 0);
      const isEmpty = counts.every((count) => count === 0);
      const age = isEmpty ? 0 : (Date.now() - oldestSentAtMs) / 1000;
      add('AWS/SQS', 'ApproximateAgeOfOldestMessage', of, age);
    },
  };
}

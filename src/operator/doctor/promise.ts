import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { Stack } from '../stack/stack.ts';

const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 60;

/** Milliseconds within which a hire must have an account: only the stack's alarm has the number. */
export async function promisedMsOf({ clients, name, isLocal }: Stack): Promise<number> {
  // There is no CloudWatch on a local stack.
  if (isLocal) return DEFAULT_MINUTES * MINUTE_MS;
  const { MetricAlarms = [] } = await clients.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [`${name}-not-ready`] }),
  );
  return (MetricAlarms[0]?.Threshold ?? DEFAULT_MINUTES) * MINUTE_MS;
}

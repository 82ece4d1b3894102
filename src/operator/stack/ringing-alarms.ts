import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { Stack } from './stack.ts';

export interface RingingAlarm {
  /** Without the name of the stack: `dead-letters`. */
  readonly name: string;
  readonly description: string;
  /** Epoch milliseconds; absent where CloudWatch does not say it. */
  readonly sinceMs?: number;
}

/** The alarms of a stack that ring now; undefined on a local stack, which has none. */
export async function ringingAlarms(
  { clients, name, isLocal }: Stack,
  signal: AbortSignal,
): Promise<readonly RingingAlarm[] | undefined> {
  if (isLocal) return undefined;
  const pages = paginateDescribeAlarms(
    { client: clients.cloudWatch },
    { AlarmNamePrefix: `${name}-`, StateValue: 'ALARM' },
  );
  const ringing: RingingAlarm[] = [];
  for await (const { MetricAlarms = [] } of pages) {
    signal.throwIfAborted();
    for (const { AlarmName = '', AlarmDescription = '', StateUpdatedTimestamp } of MetricAlarms)
      ringing.push({
        name: AlarmName.slice(name.length + 1),
        description: AlarmDescription,
        ...(StateUpdatedTimestamp && { sinceMs: StateUpdatedTimestamp.getTime() }),
      });
  }
  return ringing;
}

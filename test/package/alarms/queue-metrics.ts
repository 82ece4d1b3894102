import type { DataPoints } from './data-points.ts';
import type { QueueMinute } from './queue-model.ts';
import type { Reading } from './reading.ts';

const NAMES = [
  'ApproximateNumberOfMessagesVisible',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateAgeOfOldestMessage',
  'NumberOfMessagesReceived',
  'NumberOfMessagesSent',
] as const;

/** Adds what SQS sends to CloudWatch of a queue, by a reading of its documentation. */
export function addQueueMetrics(
  points: DataPoints,
  queueName: string,
  minutes: readonly QueueMinute[],
  { sqsSendsZeros, wakesAfterMinutes }: Reading,
): void {
  const dimensions = { QueueName: queueName };
  const adders = new Map(
    NAMES.map((name) => [name, points.adderOf({ namespace: 'AWS/SQS', name, dimensions })]),
  );
  let awakeFrom = Number.POSITIVE_INFINITY;
  for (const [minute, state] of minutes.entries()) {
    if (!state.isActive) awakeFrom = Number.POSITIVE_INFINITY;
    else if (awakeFrom === Number.POSITIVE_INFINITY) awakeFrom = minute + wakesAfterMinutes;
    if (minute < awakeFrom) continue;
    const values = valuesOf(state, sqsSendsZeros);
    for (const name of NAMES) {
      const value = values[name];
      if (value !== undefined) adders.get(name)?.(minute, value);
    }
  }
}

function valuesOf(
  { visible, notVisible, oldestAge, received, sent }: QueueMinute,
  sendsZeros: boolean,
): Readonly<Record<(typeof NAMES)[number], number | undefined>> {
  const unlessZero = (value: number | undefined) =>
    sendsZeros ? (value ?? 0) : value || undefined;
  return {
    ApproximateNumberOfMessagesVisible: visible,
    ApproximateNumberOfMessagesNotVisible: unlessZero(notVisible),
    ApproximateAgeOfOldestMessage: unlessZero(oldestAge),
    NumberOfMessagesReceived: sendsZeros ? (received ?? 0) : received,
    NumberOfMessagesSent: unlessZero(sent),
  };
}

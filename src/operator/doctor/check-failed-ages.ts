import { durationText } from '../duration.ts';
import type { FailedQueue } from '../failed/failed-queue.ts';
import { listFailedMessages } from '../failed/failed-queues.ts';
import type { Stack } from '../stack/stack.ts';
import { type Finding, ok, problem } from './finding.ts';

const DAY_MS = 86_400_000;
/** SQS deletes messages after 14 days; an operator who looks once a week must know before. */
const urgentAfterMs = 7 * DAY_MS;

interface Waiting {
  readonly agesMs: readonly number[];
  /** About how many another process holds; how old they are is not known. */
  readonly inFlightElsewhere: number;
}

/** Whether messages have waited for an operator for longer than a hire may wait. */
export async function checkFailedAges(
  stack: Stack,
  nowMs: number,
  withinMs: number,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  return Promise.all(
    (['dead-letter', 'rejected'] as const).map(async (queue) => {
      const { messages, inFlightElsewhere } = await listFailedMessages(
        stack,
        { queue },
        { signal },
      );
      const agesMs = messages.map(({ failedAtMs }) => nowMs - failedAtMs);
      return findingOf(queue, { agesMs, inFlightElsewhere }, withinMs);
    }),
  );
}

function findingOf(
  queue: FailedQueue,
  { agesMs, inFlightElsewhere }: Waiting,
  withinMs: number,
): Finding {
  const check = `${queue}-age`;
  const oldestMs = agesMs.reduce((oldest, ageMs) => Math.max(oldest, ageMs), 0);
  const found = [
    ...(agesMs.length === 0
      ? []
      : [`${agesMs.length} waiting, the oldest for ${durationText(oldestMs)}`]),
    ...(inFlightElsewhere === 0 ? [] : [`${inFlightElsewhere} in flight elsewhere`]),
  ].join(', and ');
  if (found === '') return ok(check, 'no messages');
  if (oldestMs > withinMs) {
    const remedy = `joiner failed list --queue ${queue}`;
    const isUrgent = oldestMs >= urgentAfterMs;
    return problem(check, found, isUrgent ? `${remedy}; SQS deletes them after 14 days` : remedy);
  }
  if (inFlightElsewhere > 0)
    return problem(check, found, 'Another command holds them: check again when it has ended.');
  return ok(check, `${found}; a problem after ${durationText(withinMs)}`);
}

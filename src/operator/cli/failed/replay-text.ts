import type { ReplayCounts } from '../../send/replay.ts';
import type { Judged } from '../../send/replay-pace.ts';

/** Of all messages of a replay. */
export function countsText({
  replayed,
  done,
  failed,
  stalled,
  toIntake,
  left,
}: ReplayCounts): string {
  const ends = `${done} done, ${failed} failed again, ${stalled} waiting to be retried`;
  const raw = toIntake === 0 ? '' : `, ${toIntake} given to the intake`;
  return `${replayed} replayed: ${ends}${raw}; ${left} left`;
}

/** Why a replay stopped by itself: by the last messages, of which more than half have no account. */
export function stoppedText({ done, failed, stalled }: Judged): string {
  const waiting = `${stalled} still ${stalled === 1 ? 'waits' : 'wait'} to be retried`;
  return `Stopped. Of the last ${done + failed + stalled} messages, ${failed} failed again and ${waiting}. Fix the cause first (\`joiner doctor\`), then run it again for the rest.`;
}

import type { FailedFilter } from '../../failed/failed-message.ts';
import type { FailedBatch } from '../../failed/failed-queues.ts';
import { exitCode } from '../exit-code.ts';
import { counted } from '../format.ts';
import type { Terminal } from '../terminal.ts';

/** Says how many messages another process holds, if there are any. */
export function noteInFlight(inFlightElsewhere: number, terminal: Terminal): void {
  if (inFlightElsewhere === 0) return;
  terminal.note(
    `About ${counted(inFlightElsewhere, 'more message', 'more messages')} in flight elsewhere, such as at another operator's prompt; they reappear within two minutes if that process was killed.`,
  );
}

/** Says how many messages were lost while they were held, if there are any. */
export function noteLost(lost: number, terminal: Terminal): void {
  if (lost === 0) return;
  terminal.note(
    `The hold of ${counted(lost, 'message')} was lost, so another process may have received them: nothing was done with them. See \`joiner failed list\`.`,
  );
}

/** 1 if messages that another process holds may match, or if some were lost. */
export function exitCodeOf(
  { inFlightElsewhere }: Pick<FailedBatch, 'inFlightElsewhere'>,
  { id }: FailedFilter,
  lost: number,
): number {
  const mayMatch = inFlightElsewhere > 0 && id === undefined;
  return mayMatch || lost > 0 ? exitCode.problem : exitCode.done;
}

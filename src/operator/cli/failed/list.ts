import type { FailedFilter } from '../../failed/failed-message.ts';
import { type FailedList, listFailedMessages } from '../../failed/failed-queues.ts';
import { exitCode } from '../exit-code.ts';
import { counted } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { showGroups } from './groups.ts';
import { failedMessageJson } from './message-json.ts';
import { noteInFlight } from './not-in-hand.ts';
import { noteUnverified } from './unverified.ts';

export async function list(filter: FailedFilter, ctx: CommandContext): Promise<number> {
  const { terminal } = ctx;
  const found = await readFailedMessages(filter, ctx);
  terminal.printJson({
    messages: found.messages.map(failedMessageJson),
    inFlightElsewhere: found.inFlightElsewhere,
  });
  showGroups(found.messages, ctx);
  noteUnverified(found.messages, terminal);
  return found.messages.length + found.inFlightElsewhere === 0 ? exitCode.done : exitCode.problem;
}

/** Reads failed messages with progress, and notes those that another process holds. */
async function readFailedMessages(
  filter: FailedFilter,
  { stack, terminal, signal }: CommandContext,
): Promise<FailedList> {
  const found = await terminal.progress('Read the failed messages', (show) =>
    listFailedMessages(stack, filter, {
      signal,
      onProgress: (held) => show(counted(held, 'message')),
    }),
  );
  noteInFlight(found.inFlightElsewhere, terminal);
  return found;
}

import type { FailedFilter } from '../../failed/failed-message.ts';
import { type FailedList, listFailedMessages } from '../../failed/failed-queues.ts';
import { exitCode } from '../exit-code.ts';
import { counted } from '../format.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { filterOf, withFilters } from './filter.ts';
import { showGroups } from './groups.ts';
import { failedMessageJson } from './message-json.ts';
import { noteInFlight } from './not-in-hand.ts';
import { noteUnverified } from './unverified.ts';

export const failedListCommand = withFilters(
  stackCommand({
    name: 'list',
    summary: 'Lists dead-letter and rejected messages by reason, the newest first.',
    examples: [
      'failed list --stack joiner-prod',
      'failed list --stack joiner-prod --reason target-unavailable --since 2h',
      'failed list --stack joiner-prod --source bamboohr',
      'failed list --local --queue rejected --json',
    ],
    json: '{ messages: [{ id, queue, origin, source?, reason: { code, message }, requestId, employeeId?, address?, personKey?, firstSeenAt, failedAt, unverified? }], inFlightElsewhere }',
    exits: '0 there is none, 1 there are some, or some are in flight elsewhere',
  }),
).action(() =>
  onStack(failedListCommand.opts(), (ctx) => list(filterOf(failedListCommand.opts()), ctx)),
);

async function list(filter: FailedFilter, ctx: CommandContext): Promise<number> {
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

import { styleText } from 'node:util';
import type { FailedFilter, ListedMessage } from '../../failed/failed-message.ts';
import { type FailedList, listFailedMessages } from '../../failed/failed-queues.ts';
import { exitCode } from '../exit-code.ts';
import { counted, timeText } from '../format.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { tableOf } from '../table.ts';
import { wrap } from '../wrap.ts';
import { filterOf, withFilters } from './filter.ts';
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
      'failed list --local --queue rejected --json',
    ],
    json: '{ messages: [{ id, queue, reason: { code, message }, requestId, employeeId?, address?, personKey?, firstSeenAt, failedAt, unverified? }], inFlightElsewhere }',
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

/** By reason, the reason of the newest message first. */
export function showGroups(messages: readonly ListedMessage[], { terminal }: CommandContext): void {
  for (const [code, coded] of Map.groupBy(messages, ({ reason }) => reason.code)) {
    for (const [said, group] of Map.groupBy(coded, ({ reason }) => reason.message)) {
      const title = `${printable(code)}: ${counted(group.length, 'message')}`;
      terminal.print(`\n${styleText('bold', title, { stream: process.stdout })}`);
      terminal.print(wrap(printable(said), terminal.columns));
      terminal.print(groupTable(group, terminal.columns));
    }
  }
  terminal.print(`\n${counted(messages.length, 'failed message')}.`);
}

function groupTable(group: readonly ListedMessage[], columns: number): string {
  const rows = group.map(({ id, queue, failedAtMs, requestId, employeeId = '', address = '' }) => [
    id.slice(0, 8),
    queue,
    timeText(failedAtMs),
    printable(employeeId),
    printable(requestId),
    printable(address),
  ]);
  return tableOf(['id', 'queue', 'failed', 'employee', 'request', 'address'], rows, { columns });
}

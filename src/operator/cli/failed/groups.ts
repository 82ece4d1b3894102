import { groupsOf, PLACE } from '../../failed/failed-groups.ts';
import type { ListedMessage } from '../../failed/failed-message.ts';
import { counted, timeText } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { tableOf } from '../table.ts';
import { wrap } from '../wrap.ts';

/** The columns of whom a record is about, as far as its source finds that out. */
const PERSON = ['employee', 'address'];

/** By reason, the reason of the newest message first. */
export function showGroups(messages: readonly ListedMessage[], { terminal }: CommandContext): void {
  for (const { code, rule, messages: group } of groupsOf(messages)) {
    const title = `${printable(code)}: ${counted(group.length, 'message')}`;
    terminal.print(`\n${terminal.style('bold', title)}`);
    terminal.print(wrap(printable(rule), terminal.columns));
    terminal.print(() => groupTable(group, terminal.columns));
  }
  terminal.print(`\n${counted(messages.length, 'failed message')}.`);
}

function groupTable(group: readonly ListedMessage[], columns: number): string {
  const isOfHires = group.every(({ origin }) => origin === 'new-hires');
  const person = group.some(({ employeeId, address }) => employeeId ?? address) ? PERSON : [];
  const head = isOfHires
    ? ['queue', 'failed', 'employee', 'request', 'address']
    : ['failed', 'source', 'record', ...person];
  const rows = group.map((message) => [
    message.id.slice(0, 8),
    ...(isOfHires ? hireCells(message) : rawCells(message)),
  ]);
  const shown = rows.map((cells) => cells.slice(0, head.length + 1));
  return tableOf(['id', ...head], shown, { columns });
}

function hireCells(message: ListedMessage): string[] {
  const { queue, failedAtMs, employeeId = '', requestId, address = '' } = message;
  const texts = [employeeId, requestId, address].map((text) => printable(text));
  return [queue, timeText(failedAtMs), ...texts];
}

/** The request id, which is long, follows from the record. */
function rawCells(message: ListedMessage): string[] {
  const { origin, failedAtMs, source = '', reason, employeeId = '', address = '' } = message;
  const [, place = 'all of it'] = PLACE.exec(reason.message) ?? [];
  const texts = [source, origin === 'intake-files' ? 'the file' : place, employeeId, address];
  return [timeText(failedAtMs), ...texts.map((text) => printable(text))];
}

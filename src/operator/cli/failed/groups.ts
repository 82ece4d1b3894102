import { styleText } from 'node:util';
import type { ListedMessage } from '../../failed/failed-message.ts';
import { counted, timeText } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { tableOf } from '../table.ts';
import { wrap } from '../wrap.ts';

/** The intake says first where in a file the record is: two records with one fault are one group. */
const PLACE = /^\S+, record (\d+, line \d+): /;

/** The columns of whom a record is about, as far as its source finds that out. */
const PERSON = ['employee', 'address'];

/** By reason, the reason of the newest message first. */
export function showGroups(messages: readonly ListedMessage[], { terminal }: CommandContext): void {
  for (const [code, coded] of Map.groupBy(messages, ({ reason }) => reason.code)) {
    for (const [, group] of Map.groupBy(coded, groupOf)) {
      const title = `${printable(code)}: ${counted(group.length, 'message')}`;
      terminal.print(`\n${styleText('bold', title, { stream: process.stdout })}`);
      const [first] = group;
      terminal.print(wrap(printable(first ? ruleOf(first) : ''), terminal.columns));
      terminal.print(() => groupTable(group, terminal.columns));
    }
  }
  terminal.print(`\n${counted(messages.length, 'failed message')}.`);
}

function groupOf(message: ListedMessage): string {
  return JSON.stringify([message.origin, message.source, ruleOf(message)]);
}

/** The reason without the place of the record. */
function ruleOf({ origin, reason }: ListedMessage): string {
  return origin === 'intake' ? reason.message.replace(PLACE, '') : reason.message;
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

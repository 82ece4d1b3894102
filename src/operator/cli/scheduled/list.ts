import { listScheduled, type Place } from '../../stack/list-scheduled.ts';
import { isDue, type StoredHire } from '../../stack/stored-hire.ts';
import { exitCode } from '../exit-code.ts';
import { counted, dueText, isoTime } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { tableOf } from '../table.ts';
import { wrap } from '../wrap.ts';
import { scheduledHireJson } from './hire-text.ts';

export interface Options {
  readonly limit: number;
  readonly after?: Place;
}

export async function list(
  { limit, after }: Options,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  const { hires, next } = await terminal.progress('Read the schedule', () =>
    listScheduled(stack, { limit, after, signal }),
  );
  terminal.printJson({
    hires: hires.map(scheduledHireJson),
    ...(next && { next: placeText(next) }),
  });
  const { columns } = terminal;
  if (hires.length > 0) terminal.print(() => tableFor(hires, Date.now(), columns));
  terminal.print(countText(hires.length, next));
  if (next) terminal.print(wrap(`Next page: --after ${placeText(next)}`, columns));
  return exitCode.done;
}

function countText(count: number, next: Place | undefined): string {
  if (count === 0 && !next) return 'No hire waits for its day.';
  return `${counted(count, 'hire')}${next ? ', and there are more' : ''}.`;
}

function tableFor(hires: readonly StoredHire[], nowMs: number, columns: number): string {
  const rows = hires.map((hire) => [
    dueText(hire.dueAtMs),
    isDue(hire, nowMs) ? 'due, not released' : 'waits',
    printable(hire.requestId),
    printable(hire.address ?? hire.key),
  ]);
  return tableOf(['due', 'state', 'request', 'address or key'], rows, { columns });
}

function placeText({ dueAtMs, key }: Place): string {
  return `${isoTime(dueAtMs)},${key}`;
}

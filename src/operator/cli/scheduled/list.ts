import { InvalidArgumentError } from 'commander';
import { listScheduled, type Place } from '../../stack/list-scheduled.ts';
import { isDue, type StoredHire } from '../../stack/stored-hire.ts';
import { exitCode } from '../exit-code.ts';
import { counted, dueText, isoTime } from '../format.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { tableOf } from '../table.ts';
import { wrap } from '../wrap.ts';
import { scheduledHireJson } from './hire-text.ts';

interface Options {
  readonly limit: number;
  readonly after?: Place;
}

const MOST_AT_ONCE = 1000;

export const scheduledListCommand = stackCommand({
  name: 'list',
  summary: 'Lists the hires that wait for their day, the one that is due first comes first.',
  examples: ['scheduled list --stack joiner-prod', 'scheduled list --limit 1000 --local --json'],
  json: '{ hires: [{ key, personKey, requestId, state, dueAt, askedAt, address? }], next? } (`next`: for --after)',
  exits: '0 listed, also where none waits',
})
  .option('--limit <number>', `the most hires to list, up to ${MOST_AT_ONCE}`, limitOption, 100)
  .option('--after <place>', 'the next page: what the page before gave as `next`', placeOption)
  .action(() =>
    onStack(scheduledListCommand.opts(), (ctx) => list(scheduledListCommand.opts<Options>(), ctx)),
  );

async function list(
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

function placeOption(text: string): Place {
  const [, time = '', key = ''] = /^([^,]+),((?:user|employee)#[0-9a-f]{64})$/.exec(text) ?? [];
  const dueAtMs = Date.parse(time);
  if (!Number.isNaN(dueAtMs)) return { dueAtMs, key };
  throw new InvalidArgumentError('It must be what the page before gave as the next one.');
}

function limitOption(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_AT_ONCE) return limit;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_AT_ONCE}.`);
}

import { InvalidArgumentError } from 'commander';
import type { Place } from '../../stack/list-scheduled.ts';
import type { Host } from '../host.ts';
import { onStack, stackCommand } from '../on-stack.ts';
import type { Options } from './list.ts';

const MOST_AT_ONCE = 1000;

export const scheduledListCommand = (host: Host) =>
  stackCommand({
    name: 'list',
    summary: 'Lists the hires that wait for their day, the one that is due first comes first.',
    examples: ['scheduled list --stack joiner-prod', 'scheduled list --limit 1000 --local --json'],
    json: '{ hires: [{ key, personKey, requestId, state, dueAt, askedAt, address? }], next? } (`next`: for --after)',
    exits: '0 listed, also where none waits',
  })
    .option('--limit <number>', `the most hires to list, up to ${MOST_AT_ONCE}`, limitOption, 100)
    .option('--after <place>', 'the next page: what the page before gave as `next`', placeOption)
    .action((options: Options) =>
      onStack(host, options, async (ctx) => {
        const { list } = await import('./list.ts');
        return list(options, ctx);
      }),
    );

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

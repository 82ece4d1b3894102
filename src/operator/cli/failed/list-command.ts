import type { OptionValues } from 'commander';
import type { Host } from '../host.ts';
import { onStack, stackCommand } from '../on-stack.ts';
import { filterOf, withFilters } from './filter.ts';

export const failedListCommand = (host: Host) =>
  withFilters(
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
  ).action((options: OptionValues) =>
    onStack(host, options, async (ctx) => {
      const { list } = await import('./list.ts');
      return list(filterOf(options), ctx);
    }),
  );

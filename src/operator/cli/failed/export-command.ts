import type { OptionValues } from 'commander';
import type { Host } from '../host.ts';
import { onStack, stackCommand } from '../on-stack.ts';
import { filterOf, withFilters } from './filter.ts';
import { UNVERIFIED } from './unverified.ts';

export const failedExportCommand = (host: Host) =>
  withFilters(
    stackCommand({
      name: 'export <file>',
      summary: 'Writes failed messages to a new file, as JSON lines that `send` reads back.',
      examples: [
        'failed export failed.jsonl --stack joiner-prod',
        'failed export denied.jsonl --stack joiner-prod --reason target-denied-access',
        'failed export unmapped.jsonl --stack joiner-prod --source bamboohr',
      ],
      json: '{ exported, leftOut: [id], unread: [id], raw: [id], inFlightElsewhere }',
      exits:
        '0 all are in the file, 1 some were left out, as they are not JSON objects, could not be read, came from an unknown sender, or are in flight elsewhere',
    }),
  )
    .option(...UNVERIFIED)
    .action((file: string, options: OptionValues) =>
      onStack(host, options, async (ctx) => {
        const { exportTo } = await import('./export.ts');
        const { unverified, ...filters } = options;
        return exportTo(file, filterOf(filters), { unverified }, ctx);
      }),
    );

import { InvalidArgumentError, Option } from 'commander';
import type { Host } from '../host.ts';
import { terminalFor } from '../terminal.ts';
import { sourceCommand } from './source-command.ts';
import type { Options } from './try.ts';

export const sourcesTryCommand = (host: Host) =>
  sourceCommand({
    name: 'try <name> <file>',
    summary:
      'Shows what a source makes of each record of a file: a hire, or why not. Sends nothing.',
    examples: [
      'sources try bamboohr report.csv',
      'sources try ./our-hr.yml people.json --only problems',
    ],
    json: '{ shape, records: [{ record, line, kind: "hire" | "left-out" | "refused", hire?, faults? }], counts, unknownColumns, rowsAboveHeader }',
    exits:
      '0 no record is refused, 1 one is, or there is none, 2 the source has a fault or does not describe the file',
  })
    .addOption(
      new Option('--only <what>', 'shows only the records that are refused').choices(['problems']),
    )
    .option('--limit <number>', 'how many records are shown', limitOption, 100)
    .action(async (name: string, file: string, options: Options) => {
      const { tryFile } = await import('./try.ts');
      host.setExitCode(await tryFile(name, file, options, terminalFor(host, options)));
    });

function limitOption(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 0 && limit <= 100_000) return limit;
  throw new InvalidArgumentError('It must be a number of records, from 0 to 100000.');
}

import { Option } from 'commander';
import { RULES_FILE } from '../explain/rules-file.ts';
import { columnsOption } from './columns-option.ts';
import { maxNewOption, rateOption, secondsOption } from './format.ts';
import type { Host } from './host.ts';
import { onStack, stackCommand } from './on-stack.ts';
import type { Options } from './send.ts';

export const sendCommand = (host: Host) =>
  stackCommand({
    name: 'send <file>',
    summary: 'Sends the hires of a file, after showing what would become of each.',
    examples: [
      'send hires.csv --stack joiner-prod --dry-run',
      'send hires.csv --stack joiner-prod --dry-run --only problems',
      'send hires.csv --stack joiner-prod --wait',
      'send report.csv --source bamboohr --stack joiner-prod --dry-run',
      'send people.csv --columns emailAddress="Work Email" --stack joiner-prod',
      'send first-load.csv --max-new 1200 --stack joiner-prod',
      'send hires.jsonl --local --rate 50 --yes --json',
    ],
    json: '{ hires: [{ row, line, address, prospect, userId?, groups?, dueAt?, reason?, failedMessageId?, end? }], groupsBy?: { file, version }, groupsNotShown?, counts, directoryNotRead?, failedInFlightElsewhere, sent, refusedRecords, leftOut, notes }',
    exits:
      '0 every hire succeeds, or waits for its day, 1 one is or would be rejected, needs or may need an operator, or did not reach its end; or the file has more new people than --max-new, and nothing is sent',
  })
    .option('--dry-run', 'stops after the table, and sends nothing')
    .option(
      '--source <name>',
      'the HR system that wrote the file: a name of `joiner sources list`, or a .yml file',
    )
    .addOption(columnsOption())
    .option(
      '--rules <file>',
      `shows the groups of each hire by these rules, if they are the deployed ones (default: ${RULES_FILE})`,
    )
    .option(
      '--max-new <number>',
      'the most new people that a file may have; one with more is not sent',
      maxNewOption,
      500,
    )
    .option('--rate <number>', 'messages a second', rateOption, 10)
    .option('--wait', 'follows every hire to its end')
    .option('--timeout <seconds>', 'how long to follow', secondsOption, 900)
    .option('--skip-rejected', 'sends only hires that will not be rejected')
    .addOption(
      new Option('--only <what>', 'shows only the hires that need a person').choices(['problems']),
    )
    .option('--no-directory', 'does not search the directory for existing accounts')
    .option('-y, --yes', 'does not ask for confirmation')
    .action((file: string, options: Options) =>
      onStack(host, options, async (ctx) => {
        const { send } = await import('./send.ts');
        return send(file, options, ctx);
      }),
    );

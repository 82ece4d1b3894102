import { Option } from 'commander';
import { explainHires, idleRules } from '../explain/explain-hires.ts';
import { loadRules } from '../explain/load-rules.ts';
import { readHireFile } from '../send/hire-file.ts';
import { columnsOption } from './columns-option.ts';
import { exitCode } from './exit-code.ts';
import {
  explainedCounts,
  explainedSentences,
  explainedTable,
  explainJson,
  isProblem,
} from './explain-text.ts';
import { fileText, progressText, refusedTable } from './hire-file-text.ts';
import { sourceCommand, terminalFor } from './sources/source-command.ts';
import { wrap } from './wrap.ts';

interface Options {
  readonly rules: string;
  readonly source?: string;
  readonly columns?: ReadonlyMap<string, string>;
  readonly only?: 'problems';
}

export const explainCommand = sourceCommand({
  name: 'explain <file>',
  summary: 'Shows which groups the rules of a file would give each hire, and why.',
  examples: [
    'explain hires.csv',
    'explain report.csv --source bamboohr --rules ./access-rules.yml',
    'explain hires.csv --only problems --json',
  ],
  json: '{ rulesVersion, hires: [{ row, line, address, groups: [{ group, rules: [{ number, line, because: [{ field, value }] }] }], reason? }], idleRules: [{ number, line }], counts, refusedRecords, leftOut, notes }',
  exits:
    '0 every hire would get a group, 1 one would get none or is refused, 2 the rules or the file have a fault',
})
  .option('--rules <file>', 'the rules of groups', 'access-rules.yml')
  .option(
    '--source <name>',
    'the HR system that wrote the file: a name of `joiner sources list`, or a .yml file',
  )
  .addOption(columnsOption())
  .addOption(
    new Option('--only <what>', 'shows only the hires that would get no group').choices([
      'problems',
    ]),
  )
  .action(async (file: string) => {
    process.exitCode = await explain(file, explainCommand.opts<Options>());
  });

async function explain(path: string, options: Options): Promise<number> {
  const terminal = terminalFor(options);
  const { columns } = terminal;
  const rules = await loadRules(options.rules);
  const hireFile = await terminal.progress('Read the file', (show) =>
    readHireFile(path, {
      ...(options.source !== undefined && { source: options.source }),
      ...(options.columns && { columns: options.columns }),
      onProgress: (records, bytes) => show(progressText(records, bytes)),
    }),
  );
  const hires = explainHires(hireFile.messages, rules);
  const shown = options.only === 'problems' ? hires.filter(isProblem) : hires;
  const idle = idleRules(rules, hires);
  terminal.printJson(
    explainJson(hireFile, rules, { hires: shown, idle, counts: explainedCounts(hires) }),
  );
  if (shown.length > 0) terminal.print(() => explainedTable(shown, terminal));
  if (hireFile.refused.length > 0) terminal.print(() => refusedTable(hireFile.refused, terminal));
  for (const sentence of [...explainedSentences(hires, idle, rules), ...fileText(hireFile)])
    terminal.print(wrap(sentence, columns));
  const isComplete = hireFile.refused.length === 0 && !hires.some(isProblem);
  return isComplete ? exitCode.done : exitCode.problem;
}

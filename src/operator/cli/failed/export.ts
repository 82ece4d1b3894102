import { type Exported, exportFailed } from '../../failed/export-failed.ts';
import type { FailedFilter } from '../../failed/failed-message.ts';
import { exitCode, UsageError } from '../exit-code.ts';
import { counted } from '../format.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { filterOf, withFilters } from './filter.ts';
import { readFailedMessages } from './list.ts';
import { exitCodeOf } from './not-in-hand.ts';

export const failedExportCommand = withFilters(
  stackCommand({
    name: 'export <file>',
    summary: 'Writes failed messages to a new file, as JSON lines that `send` reads back.',
    examples: [
      'failed export failed.jsonl --stack joiner-prod',
      'failed export denied.jsonl --stack joiner-prod --reason target-denied-access',
    ],
    json: '{ exported, leftOut: [id], inFlightElsewhere }',
    exits:
      '0 all are in the file, 1 some were left out, as they are not JSON objects, or are in flight elsewhere',
  }),
).action((file: string) =>
  onStack(failedExportCommand.opts(), (ctx) =>
    exportTo(file, filterOf(failedExportCommand.opts()), ctx),
  ),
);

async function exportTo(file: string, filter: FailedFilter, ctx: CommandContext): Promise<number> {
  const { terminal } = ctx;
  const found = await readFailedMessages(filter, ctx);
  const { exported, leftOut } = await written(exportFailed(found.messages, file), file);
  terminal.printJson({
    exported,
    leftOut: leftOut.map(({ id }) => id),
    inFlightElsewhere: found.inFlightElsewhere,
  });
  terminal.print(`${counted(exported, 'message')} written to ${file}; they stay in their queues.`);
  if (leftOut.length === 0) return exitCodeOf(found, filter, 0);
  const ids = leftOut.map(({ id }) => `  joiner failed show ${id}`).join('\n');
  terminal.note(`${counted(leftOut.length, 'message')} left out (not a JSON object):\n${ids}`);
  return exitCode.problem;
}

async function written(writing: Promise<Exported>, file: string): Promise<Exported> {
  try {
    return await writing;
  } catch (cause) {
    const { code, syscall } = Object(cause);
    if (syscall !== 'open') throw cause;
    const rule =
      code === 'EEXIST' ? 'exists already: name a new one' : `cannot be created (${code})`;
    throw new UsageError(`The file ${file} ${rule}.`, { cause });
  }
}

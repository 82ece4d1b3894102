import { type Exported, exportFailed } from '../../failed/export-failed.ts';
import type { FailedFilter } from '../../failed/failed-message.ts';
import { exitCode, UsageError } from '../exit-code.ts';
import { counted } from '../format.ts';
import { type Call, onStack, stackCommand } from '../on-stack.ts';
import { filterOf, withFilters } from './filter.ts';
import { look } from './list.ts';

export const failedExportCommand = withFilters(
  stackCommand({
    name: 'export <file>',
    summary: 'Writes failed messages to a new file, as JSON lines that `send` reads back.',
    examples: [
      'failed export failed.jsonl --stack joiner-prod',
      'failed export denied.jsonl --stack joiner-prod --reason target-denied-access',
    ],
    json: '{ exported, leftOut: [id] }',
    exits: '0 all are in the file, 1 some are no JSON objects and were left out',
  }),
).action((file: string) =>
  onStack(failedExportCommand.opts(), (call) =>
    exportTo(file, filterOf(failedExportCommand.opts()), call),
  ),
);

async function exportTo(file: string, filter: FailedFilter, call: Call): Promise<number> {
  const { terminal } = call;
  const { messages } = await look(filter, call);
  const { exported, leftOut } = await written(exportFailed(messages, file), file);
  terminal.answer({ exported, leftOut: leftOut.map(({ id }) => id) });
  terminal.print(`${counted(exported, 'message')} written to ${file}; they stay in their queues.`);
  if (leftOut.length === 0) return exitCode.done;
  const ids = leftOut.map(({ id }) => `  joiner failed show ${id}`).join('\n');
  terminal.note(`${counted(leftOut.length, 'message')} left out, as no JSON object:\n${ids}`);
  return exitCode.problem;
}

async function written(writing: Promise<Exported>, file: string): Promise<Exported> {
  try {
    return await writing;
  } catch (cause) {
    const { code, syscall } = Object(cause);
    if (syscall !== 'open') throw cause;
    const rule = code === 'EEXIST' ? 'exists already: name a new one' : `cannot be made (${code})`;
    throw new UsageError(`The file ${file} ${rule}.`, { cause });
  }
}

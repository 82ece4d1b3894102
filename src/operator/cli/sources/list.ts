import { loadSources } from '../../sources/source-folder.ts';
import { exitCode } from '../exit-code.ts';
import { tableOf } from '../table.ts';
import { sourceCommand, terminalFor } from './source-command.ts';

export const sourcesListCommand = sourceCommand({
  name: 'list',
  summary: 'Lists the HR systems whose files Joiner reads.',
  examples: ['sources list', 'sources list --json'],
  json: '{ sources: [{ name, title, shapes: [{ about, format, lacks? }] }] }',
  exits: '0 listed, 2 a source file has a fault',
}).action(async () => {
  const terminal = terminalFor(sourcesListCommand.opts());
  const sources = await loadSources();
  terminal.printJson({
    sources: sources.map(({ name, title, shapes }) => ({
      name,
      title,
      shapes: shapes.map(({ about, format, lacks }) => ({
        about,
        format,
        ...(lacks && { lacks }),
      })),
    })),
  });
  const rows = sources.map(({ name, title, shapes }) => [
    name,
    title,
    shapes.map(({ about, lacks }) => (lacks ? `${about}: not enough` : about)).join('\n'),
  ]);
  terminal.print(() => tableOf(['name', 'system', 'reads'], rows, terminal));
  process.exitCode = exitCode.done;
});

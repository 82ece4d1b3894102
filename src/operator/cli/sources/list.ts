import { loadSources } from '../../sources/source-folder.ts';
import { exitCode } from '../exit-code.ts';
import { tableOf } from '../table.ts';
import { terminalFor } from './source-command.ts';

export async function list(options: object): Promise<number> {
  const terminal = terminalFor(options);
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
  return exitCode.done;
}

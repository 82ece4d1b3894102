import { loadSources } from '../../sources/source-folder.ts';
import { exitCode } from '../exit-code.ts';
import { tableOf } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export async function list(terminal: Terminal): Promise<number> {
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

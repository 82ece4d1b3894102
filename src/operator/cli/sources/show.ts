import { loadSource, readSourceFile } from '../../sources/source-folder.ts';
import { exitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';

export async function show(nameOrPath: string, terminal: Terminal): Promise<number> {
  const { name, title, shapes } = await loadSource(nameOrPath);
  const file = await readSourceFile(nameOrPath);
  terminal.printJson({
    name,
    title,
    shapes: shapes.map(({ about, format, hire, lacks }) => ({
      about,
      format,
      fields: [...hire.keys()],
      ...(lacks && { lacks }),
    })),
    file,
  });
  terminal.print(file.trimEnd());
  return exitCode.done;
}

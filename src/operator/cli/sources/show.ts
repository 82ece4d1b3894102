import { loadSource, readSourceFile } from '../../sources/source-folder.ts';
import { exitCode } from '../exit-code.ts';
import { terminalFor } from './source-command.ts';

export async function show(nameOrPath: string, options: object): Promise<number> {
  const terminal = terminalFor(options);
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

import { loadSource, readSourceFile } from '../../sources/source-folder.ts';
import { exitCode } from '../exit-code.ts';
import { sourceCommand, terminalFor } from './source-command.ts';

export const sourcesShowCommand = sourceCommand({
  name: 'show <name>',
  summary: 'Shows the file of a source, once it is checked: a name of `list`, or a .yml file.',
  examples: ['sources show bamboohr', 'sources show ./our-hr.yml'],
  json: '{ name, title, shapes: [{ about, format, fields, lacks? }], file }',
  exits: '0 shown, 2 there is no such source, or its file has a fault',
}).action(async (nameOrPath: string) => {
  const terminal = terminalFor(sourcesShowCommand.opts());
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
  process.exitCode = exitCode.done;
});

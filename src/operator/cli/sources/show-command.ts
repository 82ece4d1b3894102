import { sourceCommand } from './source-command.ts';

export const sourcesShowCommand = sourceCommand({
  name: 'show <name>',
  summary: 'Shows the file of a source, once it is checked: a name of `list`, or a .yml file.',
  examples: ['sources show bamboohr', 'sources show ./our-hr.yml'],
  json: '{ name, title, shapes: [{ about, format, fields, lacks? }], file }',
  exits: '0 shown, 2 there is no such source, or its file has a fault',
}).action(async (nameOrPath: string) => {
  const { show } = await import('./show.ts');
  process.exitCode = await show(nameOrPath, sourcesShowCommand.opts());
});

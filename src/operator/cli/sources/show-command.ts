import type { OptionValues } from 'commander';
import type { Host } from '../host.ts';
import { terminalFor } from '../terminal.ts';
import { sourceCommand } from './source-command.ts';

export const sourcesShowCommand = (host: Host) =>
  sourceCommand({
    name: 'show <name>',
    summary: 'Shows the file of a source, once it is checked: a name of `list`, or a .yml file.',
    examples: ['sources show bamboohr', 'sources show ./our-hr.yml'],
    json: '{ name, title, shapes: [{ about, format, fields, lacks? }], file }',
    exits: '0 shown, 2 there is no such source, or its file has a fault',
  }).action(async (nameOrPath: string, options: OptionValues) => {
    const { show } = await import('./show.ts');
    host.setExitCode(await show(nameOrPath, terminalFor(host, options)));
  });

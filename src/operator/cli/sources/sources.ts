import { Command } from 'commander';
import type { Host } from '../host.ts';
import { sourcesListCommand } from './list-command.ts';
import { sourcesShowCommand } from './show-command.ts';
import { sourcesTryCommand } from './try-command.ts';

export function sourcesCommand(host: Host): Command {
  const command = new Command('sources')
    .description('HR systems whose files Joiner reads, and what it makes of them.')
    .addHelpText(
      'after',
      `
Examples:
  joiner sources list
  joiner sources show bamboohr
  joiner sources try bamboohr report.csv`,
    );

  for (const create of [sourcesListCommand, sourcesShowCommand, sourcesTryCommand])
    command.addCommand(create(host));
  return command;
}

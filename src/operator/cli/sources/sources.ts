import { Command } from 'commander';
import { sourcesListCommand } from './list-command.ts';
import { sourcesShowCommand } from './show-command.ts';
import { sourcesTryCommand } from './try-command.ts';

export const sourcesCommand = new Command('sources')
  .description('HR systems whose files Joiner reads, and what it makes of them.')
  .addHelpText(
    'after',
    `
Examples:
  joiner sources list
  joiner sources show bamboohr
  joiner sources try bamboohr report.csv`,
  );

for (const command of [sourcesListCommand, sourcesShowCommand, sourcesTryCommand])
  sourcesCommand.addCommand(command);

import { Command } from 'commander';
import { helpText } from '../help-text.ts';
import type { Host } from '../host.ts';
import { intakeApproveCommand } from './approve-command.ts';
import { intakeListCommand } from './list-command.ts';

export function intakeCommand(host: Host): Command {
  const command = new Command('intake')
    .description(
      'Files that HR systems put into the bucket of the stack, which an operator lists or approves.',
    )
    .addHelpText(
      'after',
      helpText(`
Examples:
  joiner intake list --stack joiner-prod
  joiner intake approve 3f9c0a1b --why "first load of the Oslo office" --stack joiner-prod

Records that could not be mapped, and files that could not be read, are failed messages: joiner failed list`),
    );

  for (const create of [intakeListCommand, intakeApproveCommand]) command.addCommand(create(host));
  return command;
}

import { Command } from 'commander';
import type { Host } from '../host.ts';
import { budgetRaiseCommand } from './raise-command.ts';
import { budgetResetCommand } from './reset-command.ts';
import { budgetShowCommand } from './show-command.ts';

export function budgetCommand(host: Host): Command {
  const command = new Command('budget')
    .description('How many accounts may be created in an hour, which an operator shows and raises.')
    .addHelpText(
      'after',
      `
Examples:
  joiner budget show --stack joiner-prod
  joiner budget raise 500 --why "Oslo office starts on Monday" --stack joiner-prod
  joiner budget reset --stack joiner-prod`,
    );

  for (const create of [budgetShowCommand, budgetRaiseCommand, budgetResetCommand])
    command.addCommand(create(host));
  return command;
}

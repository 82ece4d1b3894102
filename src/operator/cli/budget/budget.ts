import { Command } from 'commander';
import { budgetRaiseCommand } from './raise-command.ts';
import { budgetResetCommand } from './reset-command.ts';
import { budgetShowCommand } from './show-command.ts';

export const budgetCommand = new Command('budget')
  .description('How many accounts may be created in an hour, which an operator shows and raises.')
  .addHelpText(
    'after',
    `
Examples:
  joiner budget show --stack joiner-prod
  joiner budget raise 500 --why "Oslo office starts on Monday" --stack joiner-prod
  joiner budget reset --stack joiner-prod`,
  );

for (const command of [budgetShowCommand, budgetRaiseCommand, budgetResetCommand]) {
  budgetCommand.addCommand(command);
}

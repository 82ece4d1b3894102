import { Command } from 'commander';
import type { Host } from '../host.ts';
import { scheduledCancelCommand } from './cancel-command.ts';
import { scheduledListCommand } from './list-command.ts';
import { scheduledReleaseCommand } from './release-command.ts';
import { scheduledShowCommand } from './show-command.ts';

export function scheduledCommand(host: Host): Command {
  const command = new Command('scheduled')
    .description(
      'Hires that wait for their day, which an operator lists, shows, releases or cancels.',
    )
    .addHelpText(
      'after',
      `
Examples:
  joiner scheduled list --stack joiner-prod
  joiner scheduled show ada.okafor@example.com --stack joiner-prod
  joiner scheduled cancel E-20411 --why "declined the offer" --stack joiner-prod`,
    );

  for (const create of [
    scheduledListCommand,
    scheduledShowCommand,
    scheduledReleaseCommand,
    scheduledCancelCommand,
  ])
    command.addCommand(create(host));
  return command;
}

import { Command } from 'commander';
import type { Host } from '../host.ts';
import { failedDropCommand } from './drop-command.ts';
import { failedEditCommand } from './edit-command.ts';
import { failedExportCommand } from './export-command.ts';
import { failedListCommand } from './list-command.ts';
import { failedReplayCommand } from './replay-command.ts';
import { failedShowCommand } from './show-command.ts';

export function failedCommand(host: Host): Command {
  const command = new Command('failed')
    .description(
      'Failed messages, which an operator lists, shows, exports, replays, edits or drops.',
    )
    .addHelpText(
      'after',
      `
Examples:
  joiner failed list --stack joiner-prod
  joiner failed show 6b1f4c2a --stack joiner-prod
  joiner failed replay --stack joiner-prod --reason target-unavailable`,
    );

  for (const create of [
    failedListCommand,
    failedShowCommand,
    failedExportCommand,
    failedReplayCommand,
    failedEditCommand,
    failedDropCommand,
  ])
    command.addCommand(create(host));
  return command;
}

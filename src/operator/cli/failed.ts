import { Command } from 'commander';
import { failedDropCommand } from './failed-drop.ts';
import { failedEditCommand } from './failed-edit.ts';
import { failedExportCommand } from './failed-export.ts';
import { failedListCommand } from './failed-list.ts';
import { failedReplayCommand } from './failed-replay.ts';
import { failedShowCommand } from './failed-show.ts';

export const failedCommand = new Command('failed')
  .description('Messages that an operator has to decide about: to look at, replay, edit or drop.')
  .addHelpText(
    'after',
    `
Examples:
  joiner failed list --stack joiner-prod
  joiner failed show 6b1f4c2a --stack joiner-prod
  joiner failed replay --stack joiner-prod --reason target-unavailable`,
  );

for (const command of [
  failedListCommand,
  failedShowCommand,
  failedExportCommand,
  failedReplayCommand,
  failedEditCommand,
  failedDropCommand,
]) {
  failedCommand.addCommand(command);
}

import { Command } from 'commander';
import { pauseCommand, resumeCommand } from './consumption.ts';
import { failedCommand } from './failed.ts';
import { run } from './run.ts';
import { sendCommand } from './send.ts';
import { statusCommand } from './status.ts';

const program = new Command('joiner')
  .description('Operates a stack of Joiner: who has an account, who has not, why, and what to do.')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 something is not as it should be, 2 wrong usage, 3 cannot reach, 130 Ctrl-C.',
  );

for (const command of [sendCommand, statusCommand, failedCommand, pauseCommand, resumeCommand])
  program.addCommand(command);
exitOverrideAll(program);
await run(program);

function exitOverrideAll(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) exitOverrideAll(child);
}

import { Command, Option } from 'commander';
import { home } from '#home';
import { findLocalStack } from '../stack/local-stack-file.ts';
import { version } from '../version.ts';
import { auditCommand } from './audit-command.ts';
import { budgetCommand } from './budget/budget.ts';
import { addCompletion } from './completion.ts';
import { consoleCommand } from './console-command.ts';
import { pauseCommand, resumeCommand } from './consumption-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { eraseCommand } from './erase-command.ts';
import { UsageError } from './exit-code.ts';
import { explainCommand } from './explain-command.ts';
import { failedCommand } from './failed/failed.ts';
import { helpText } from './help-text.ts';
import { historyCommand } from './history-command.ts';
import type { Host } from './host.ts';
import { intakeCommand } from './intake/intake.ts';
import { reassignCommand } from './reassign-command.ts';
import { scheduledCommand } from './scheduled/scheduled.ts';
import { sendCommand } from './send-command.ts';
import { sourcesCommand } from './sources/sources.ts';
import { statusCommand } from './status-command.ts';

/** The whole command line. */
export function createProgram(host: Host): Command {
  const program = new Command('joiner')
    .description(
      'Operates a Joiner stack: shows who has an account, who has none and why, and what to do.',
    )
    .version(version)
    .addHelpText(
      'after',
      helpText(`
Examples:
  joiner doctor --stack joiner-prod          is there a problem?
  joiner audit --stack joiner-prod           is each account as Joiner left it?
  joiner failed list --stack joiner-prod     who has no account, and why?
  joiner status ada.okafor@example.com --stack joiner-prod
  joiner explain hires.csv                   which groups would each hire get?
  joiner scheduled list --stack joiner-prod  who waits for a start date?
  joiner intake list --stack joiner-prod     which file waits for an approval?
  joiner budget show --stack joiner-prod     may more accounts be created in this hour?
  joiner send hires.csv --stack joiner-prod --wait
  joiner sources try bamboohr report.csv     what is a hire in this report?
  source <(joiner complete bash)             completion; also for zsh and fish

Exit code: 0 done, 1 there is a problem, 2 wrong usage, 3 the stack cannot be reached, 130 Ctrl-C.
Text is for people and may change. The output of --json is for programs: fields are added, not changed.`),
    );

  for (const create of [
    sendCommand,
    sourcesCommand,
    explainCommand,
    statusCommand,
    historyCommand,
    failedCommand,
    reassignCommand,
    scheduledCommand,
    intakeCommand,
    eraseCommand,
    budgetCommand,
    pauseCommand,
    resumeCommand,
    doctorCommand,
    auditCommand,
    consoleCommand,
  ]) {
    program.addCommand(create(host));
  }
  addCompletion(program, host);

  // Without a command before it, `--local` is no option of commander's: it would not be explained.
  program
    .enablePositionalOptions()
    .addOption(new Option('--local').hideHelp())
    .on('option:local', () => {
      findLocalStack(home.cloneFolder, host.env);
      throw new UsageError('--local follows a command: joiner doctor --local.');
    });
  return program;
}

import { type Command, CommanderError } from 'commander';
import { AccessRulesError } from '../../access/access-rules-error.ts';
import { SourceFileError } from '../../sources/source-file-error.ts';
import { MalformedFileError } from '../send/malformed-file-error.ts';
import { UnknownSourceError } from '../sources/source-folder.ts';
import { LocalStackRunningError, NoLocalStackError } from '../stack/local-stack-file.ts';
import { unreachableBy } from '../stack/unreachable-error.ts';
import { errorText } from './error-text.ts';
import { exitCode, InterruptedError, ReportedError, UsageError } from './exit-code.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** npm and npx pass on the Ctrl-C that the terminal has sent already: only a later one is a second one. */
const IMPATIENT_AFTER_MS = 1000;
const USAGE_ERRORS = [
  UsageError,
  MalformedFileError,
  SourceFileError,
  AccessRulesError,
  UnknownSourceError,
  LocalStackRunningError,
];
const interruption = new AbortController();

/** Aborts on Ctrl-C. Long work must then put things back as they were, and settle. */
export const interrupted: AbortSignal = interruption.signal;

/**
 * Runs a program to its exit code: each action sets its own, and what it throws becomes one clear
 * message on standard error. A second Ctrl-C does not wait for the action to settle.
 */
export async function run(program: Command, interruptedText = 'Interrupted.'): Promise<void> {
  let interruptedAtMs: number | undefined;
  const interrupt = () => {
    interruptedAtMs ??= Date.now();
    if (Date.now() - interruptedAtMs > IMPATIENT_AFTER_MS) process.exit(exitCode.interrupted);
    interruption.abort(new InterruptedError('interrupted'));
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  process.stdout.on('error', ignoreClosedPipe);
  exitOverrideAll(program);
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = explain(error, interruptedText);
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

/** A command that is added brings its own settings: each would end the process by itself. */
function exitOverrideAll(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) exitOverrideAll(child);
}

/** A reader such as `head` has read enough; the work in progress must still be put back in order. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function explain(error: unknown, interruptedText: string): number {
  if (interrupted.aborted || error instanceof InterruptedError) {
    console.error(`\n${interruptedText}`);
    return exitCode.interrupted;
  }
  // commander has already printed the fault, or its help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  if (error instanceof ReportedError) return exitCode.problem;
  const unreachable = unreachableBy(error);
  const { message } = unreachable ?? (error instanceof Error ? error : new Error(String(error)));
  console.error(errorText(message));
  if (unreachable || error instanceof NoLocalStackError) return exitCode.unreachable;
  const isUsage = USAGE_ERRORS.some((kind) => error instanceof kind);
  return isUsage ? exitCode.usage : exitCode.problem;
}

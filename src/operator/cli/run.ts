import { type Command, CommanderError } from 'commander';
import { AccessRulesError } from '../../access/access-rules-error.ts';
import { SourceFileError } from '../../sources/source-file-error.ts';
import { MalformedFileError } from '../send/malformed-file-error.ts';
import { UnknownSourceError } from '../sources/source-folder.ts';
import { LocalStackRunningError, NoLocalStackError } from '../stack/local-stack-file.ts';
import { unreachableBy } from '../stack/unreachable-error.ts';
import { errorText } from './error-text.ts';
import { exitCode, InterruptedError, ReportedError, UsageError } from './exit-code.ts';
import { type Host, processHost } from './host.ts';

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

/** A program to run, on what it is given. */
type CreateProgram = (host: Host) => Command;

/** Runs a program in this process. A second Ctrl-C does not wait for the action to settle. */
export async function run(create: CreateProgram, interruptedText?: string): Promise<void> {
  const interruption = new AbortController();
  let interruptedAtMs: number | undefined;
  const interrupt = () => {
    interruptedAtMs ??= Date.now();
    if (Date.now() - interruptedAtMs > IMPATIENT_AFTER_MS) process.exit(exitCode.interrupted);
    interruption.abort(new InterruptedError('interrupted'));
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  await runOn(processHost(interruption.signal), create, interruptedText);
  for (const signal of SIGNALS) process.off(signal, interrupt);
}

/**
 * Runs a program to its exit code: each action sets its own, and what it throws becomes one clear message on standard
 * error. Several may run at once, each on its own host.
 */
export async function runOn(
  host: Host,
  create: CreateProgram,
  interruptedText = 'Interrupted.',
): Promise<void> {
  try {
    const program = create(host);
    prepareAll(program, host);
    await program.parseAsync(host.args, { from: 'user' });
  } catch (error) {
    host.setExitCode(explain(error, host, interruptedText));
  }
}

/** A command that is added brings its own settings: each would end the process by itself, and print to its streams. */
function prepareAll(command: Command, host: Host): void {
  const { stdout, stderr } = host;
  command.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    // Its types know no pipe, which has no width; it does.
    getOutHelpWidth: () => stdout.columns as number,
    getErrHelpWidth: () => stderr.columns as number,
  });
  for (const child of command.commands) prepareAll(child, host);
}

/** A reader such as `head` has read enough; the work in progress must still be put back in order. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function explain(error: unknown, { stderr, interrupted }: Host, interruptedText: string): number {
  if (interrupted.aborted || error instanceof InterruptedError) {
    stderr.write(`\n${interruptedText}\n`);
    return exitCode.interrupted;
  }
  // commander has already printed the fault, or its help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  if (error instanceof ReportedError) return exitCode.problem;
  const unreachable = unreachableBy(error);
  const { message } = unreachable ?? (error instanceof Error ? error : new Error(String(error)));
  stderr.write(`${errorText(message, stderr.columns)}\n`);
  if (unreachable || error instanceof NoLocalStackError) return exitCode.unreachable;
  const isUsage = USAGE_ERRORS.some((kind) => error instanceof kind);
  return isUsage ? exitCode.usage : exitCode.problem;
}

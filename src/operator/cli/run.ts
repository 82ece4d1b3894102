import { type Command, CommanderError } from 'commander';
import { NoLocalStackError } from '../stack/local-stack-file.ts';
import { unreachableBy } from '../stack/unreachable-error.ts';
import { exitCode, UsageError } from './exit-code.ts';

/** npx hands on the Ctrl-C that the terminal has sent already: only a later one is a second one. */
const IMPATIENT_AFTER_MS = 1000;
const interruption = new AbortController();

/** Aborts on Ctrl-C; what works for long must put things back as they were, and then settle. */
export const interrupted: AbortSignal = interruption.signal;

/** Runs a program to its exit code; what it throws becomes one clear message on standard error. */
export async function run(program: Command): Promise<void> {
  let interruptedAtMs: number | undefined;
  const interrupt = () => {
    interruptedAtMs ??= Date.now();
    if (Date.now() - interruptedAtMs > IMPATIENT_AFTER_MS) process.exit(exitCode.interrupted);
    interruption.abort(new Error('interrupted'));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  process.stdout.on('error', ignoreClosedPipe);
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = explain(error);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, interrupt);
  }
}

/** Whoever reads has read enough, as `head` does; what is under way is still put back in order. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function explain(error: unknown): number {
  if (interrupted.aborted || (error instanceof Error && error.name === 'ExitPromptError')) {
    console.error('\nInterrupted.');
    return exitCode.interrupted;
  }
  // commander has said already what is wrong, or shown its help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  const unreachable = unreachableBy(error);
  console.error(
    (unreachable ?? (error instanceof Error ? error : new Error(String(error)))).message,
  );
  if (unreachable || error instanceof NoLocalStackError) return exitCode.unreachable;
  return isUsage(error) ? exitCode.usage : exitCode.amiss;
}

function isUsage(error: unknown): boolean {
  return (
    error instanceof UsageError || (error instanceof Error && error.name === 'MalformedFileError')
  );
}

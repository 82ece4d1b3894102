import { type Command, CommanderError } from 'commander';
import { MalformedFileError } from '../../src/operator/send/malformed-file-error.ts';

/** Of every command, as the README lists them. */
export const exitCode = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Wraps an error that the user has been shown: only its exit code is left to tell. */
export class ShownError extends Error {
  override readonly name = 'ShownError';
}

/** npm hands on the Ctrl-C that the terminal has sent already: only a later one is a second one. */
const IMPATIENT_AFTER_MS = 1000;

/**
 * Runs a command to its exit code. `work` gets a signal that Ctrl-C aborts, and must stop what it
 * started before it settles; a second Ctrl-C does not wait. What it throws becomes one clear message.
 */
export async function runCommand(
  command: Command,
  work: (signal: AbortSignal) => Promise<number>,
): Promise<void> {
  const interruption = new AbortController();
  let interruptedAtMs: number | undefined;
  const interrupt = () => {
    interruptedAtMs ??= Date.now();
    if (Date.now() - interruptedAtMs > IMPATIENT_AFTER_MS) process.exit(exitCode.interrupted);
    interruption.abort(new Error('interrupted'));
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    command.exitOverride().parse();
    process.exitCode = await work(interruption.signal);
  } catch (error) {
    process.exitCode = explain(error, interruption.signal);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function explain(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) {
    console.error('\nInterrupted: the local stack is stopped.');
    return exitCode.interrupted;
  }
  // commander has said already what is wrong, or shown its help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  if (error instanceof ShownError) return exitCode.failed;
  console.error(error instanceof Error ? error.message : String(error));
  return error instanceof MalformedFileError ? exitCode.usage : exitCode.failed;
}

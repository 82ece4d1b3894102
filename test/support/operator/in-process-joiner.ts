import { createProgram } from '../../../src/operator/cli/program.ts';
import { runOn } from '../../../src/operator/cli/run.ts';
import type { CommandEnd } from './command-run.ts';

/**
 * Runs the command line in this process, as it runs in its own without a terminal. Where the process is the point, such
 * as its settings for the SDK, its working directory, signals or open handles, a test runs the installed command.
 */
export async function runJoiner(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<CommandEnd> {
  const end = { exitCode: 0, stdout: '', stderr: '' };
  await runOn(
    {
      args,
      env,
      stdin: {},
      stdout: {
        write: (text) => {
          end.stdout += text;
        },
      },
      stderr: {
        write: (text) => {
          end.stderr += text;
        },
      },
      interrupted: new AbortController().signal,
      style: (_, text) => text,
      setExitCode: (exitCode) => {
        end.exitCode = exitCode;
      },
    },
    createProgram,
  );
  return end;
}

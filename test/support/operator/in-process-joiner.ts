import { InterruptedError } from '../../../src/operator/cli/exit-code.ts';
import { createProgram } from '../../../src/operator/cli/program.ts';
import { runOn } from '../../../src/operator/cli/run.ts';
import { until } from '../time/until.ts';
import type { CommandEnd } from './command-run.ts';

/**
 * The command line in this process, as it runs in its own without a terminal. Where the process is the point, such as
 * its settings for the SDK, its working directory, signals or open handles, a test runs the installed command.
 */
export interface JoinerRun {
  /** Waits until it has printed this. Throws if it ends first. */
  untilShown(text: string): Promise<void>;
  /** As Ctrl-C does. */
  interrupt(): void;
  readonly ended: Promise<ShownEnd>;
}

export interface ShownEnd extends CommandEnd {
  /** Both streams, as they came. */
  readonly shown: string;
}

/** @param columns of both streams, which are otherwise pipes */
export function startJoiner(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  columns?: number,
): JoinerRun {
  const interruption = new AbortController();
  const end = { exitCode: 0, stdout: '', stderr: '', shown: '' };
  let isOver = false;
  const streamOf = (name: 'stdout' | 'stderr') => ({
    columns,
    write(text: string) {
      end[name] += text;
      end.shown += text;
    },
  });
  const host = {
    args,
    env,
    stdin: {},
    stdout: streamOf('stdout'),
    stderr: streamOf('stderr'),
    interrupted: interruption.signal,
    style: (_: unknown, text: string) => text,
    setExitCode(exitCode: number) {
      end.exitCode = exitCode;
    },
  };
  const ended = runOn(host, createProgram).then(() => {
    isOver = true;
    return end;
  });
  return {
    async untilShown(text) {
      await until(
        () => end.shown,
        (shown) => shown.includes(text) || isOver,
      );
      if (!end.shown.includes(text)) throw new Error(`Ended without "${text}": ${end.shown}`);
    },
    interrupt: () => interruption.abort(new InterruptedError('interrupted')),
    ended,
  };
}

export async function runJoiner(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<CommandEnd> {
  const { exitCode, stdout, stderr } = await startJoiner(args, env).ended;
  return { exitCode, stdout, stderr };
}

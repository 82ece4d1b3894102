import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Printed, Run } from './framework-process.ts';
import { compileCacheEnvironment, packagingFailed } from './packaging.ts';

const script = fileURLToPath(new URL('framework-process.ts', import.meta.url));
/** In characters. */
const MOST_ERRORS = 4_000;

/** The framework in a process of its own, for several runs: one after the other, also where a caller does not wait. */
export interface Framework {
  run(args: readonly string[], cwd: string): Promise<Printed>;
  /** As that of packaging.ts; a run that has begun is not aborted. */
  packageIn(cwd: string, options: readonly string[], signal?: AbortSignal): Promise<void>;
  stop(): void;
}

export function startFramework(): Framework {
  const { child, ended } = startProcess();
  let latest: Promise<unknown> = Promise.resolve();

  const printed = async (run: Run): Promise<Printed> => {
    const replied = once(child, 'message');
    child.send(run);
    const [reply] = await Promise.race([replied, ended]);
    return reply;
  };

  const framework: Framework = {
    run(args, cwd) {
      const result = latest.then(() => printed({ args, cwd }));
      latest = result.catch(() => {});
      return result;
    },
    async packageIn(cwd, options, signal) {
      signal?.throwIfAborted();
      const { output, hasFailed } = await framework.run(['package', ...options], cwd);
      signal?.throwIfAborted();
      if (hasFailed) throw packagingFailed(output);
    },
    stop: () => void (child.connected && child.disconnect()),
  };
  return framework;
}

function startProcess() {
  const child = fork(script, {
    // What fails is on the standard output, which the process keeps for the reply.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...compileCacheEnvironment },
  });
  // Shown only where the process fails: the framework also warns here of what is no failure.
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors = `${errors}${chunk}`.slice(-MOST_ERRORS);
  });
  const ended = once(child, 'close').then(() => {
    throw new Error(`The framework has ended its process.\n${errors}`);
  });
  // Thrown where a reply is awaited.
  ended.catch(() => {});
  return { child, ended };
}

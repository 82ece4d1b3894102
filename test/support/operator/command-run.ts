import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCacheEnvironment } from '../../../local/stack/packaging.ts';
import { until } from '../time/until.ts';

/** A command of `local/cli/` in a process of its own, as a terminal would run it. */
export interface CommandRun {
  readonly child: ChildProcess;
  /** Resolves once the process is gone and all that it wrote is read. */
  readonly ended: Promise<CommandEnd>;
  /** Until it has written this to its standard output; throws if it ends before. */
  untilPrinted(text: string): Promise<string>;
  /** Ctrl-C. Answers how it ended, and which of its own processes it left behind. */
  interrupt(): Promise<CommandEnd & { readonly leftBehind: readonly number[] }>;
}

export interface CommandEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * `args` follow the name of the script, `start` or `local`; an object has settings for its environment.
 * What is packaged already is used.
 */
export function runCommandLine(
  script: 'start' | 'local',
  ...given: readonly (string | NodeJS.ProcessEnv)[]
): CommandRun {
  const args = given.filter((one) => typeof one === 'string');
  const settings = given.filter((one) => typeof one !== 'string');
  const child = spawn(process.execPath, [`local/cli/${script}.ts`, '--no-package', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NO_COLOR: '1',
      ...compileCacheEnvironment,
      FORCE_COLOR: '0',
      // Not where the commands would find it: a developer may have a stack of their own up.
      JOINER_LOCAL_STACK_FILE: join(tmpdir(), `joiner-local-stack-${randomUUID()}.json`),
      ...Object.assign({}, ...settings),
    },
  });
  let stdout = '';
  let stderr = '';
  let over = false;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<CommandEnd>((resolve) => {
    child.on('close', (exitCode) => {
      over = true;
      resolve({ exitCode, stdout, stderr });
    });
  });

  return {
    child,
    ended,
    async untilPrinted(text) {
      await until(
        () => stdout + stderr,
        () => stdout.includes(text) || over,
      );
      if (!stdout.includes(text)) throw new Error(`Ended without "${text}": ${stderr}`);
      return stdout;
    },
    async interrupt() {
      const children = childrenOf(child.pid);
      child.kill('SIGINT');
      const end = await ended;
      return { ...end, leftBehind: children.filter(isRunning) };
    },
  };
}

function childrenOf(pid: number | undefined): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

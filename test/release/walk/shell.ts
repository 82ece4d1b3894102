import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface End {
  /** What it wrote, to either stream, in that order. */
  readonly output: string;
  readonly exitCode: number | null;
}

export interface Step extends End {
  /** The release folder that it ran in. */
  readonly release: string;
  /** The heading of `install.md`, or what the step shows. */
  readonly section: string;
  readonly command: string;
}

/** Runs a command line as an operator types it. */
export async function runInShell(
  command: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<End> {
  const child = spawn('bash', ['-c', `exec 2>&1\n${command}`], {
    ...options,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const [exitCode] = await once(child, 'close');
  return { output, exitCode };
}

import { spawnSync } from 'node:child_process';

const TIMEOUT_MS = 60_000;

/** What a command writes, to its standard output and error; undefined if it is not there or fails. */
export function commandOutput(
  command: string,
  args: readonly string[],
  cwd?: string,
): string | undefined {
  const options = { cwd, timeout: TIMEOUT_MS, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(command, args, options);
  return status === 0 ? `${stdout}${stderr}` : undefined;
}

import { execFileSync } from 'node:child_process';

/** Whether this machine has a shell. */
export function isInstalled(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'exit'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

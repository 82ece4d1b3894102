import type { Stats } from 'node:fs';

/** Whether a file is of this user, and readable by no other. Windows has neither. */
export function isPrivate({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
}

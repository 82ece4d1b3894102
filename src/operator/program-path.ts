import { existsSync } from 'node:fs';
import { win32 } from 'node:path';

/**
 * What to start a program by: its name, which the system looks for in the folders of PATH. On Windows its path in one
 * of these: Windows looks for a bare name in the working directory first, which may be of others. Undefined if it is in
 * none of them.
 */
export function programPath(
  name: string,
  platform: NodeJS.Platform,
  { PATH = '' }: NodeJS.ProcessEnv,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  if (platform !== 'win32') return name;
  return PATH.split(win32.delimiter)
    .filter(isOfDriveOrShare)
    .map((folder) => win32.join(folder, `${name}.exe`))
    .find(exists);
}

/** Any other folder depends on the working directory. */
function isOfDriveOrShare(folder: string): boolean {
  return /^(?:[a-z]:[\\/]|\\\\)/i.test(folder);
}

import { lstatSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/** Compiling takes a third of a start. Node can keep compiled code from version 22.1 on. */
export function enableCompileCache() {
  const folder = module.enableCompileCache && cacheFolder();
  if (folder) module.enableCompileCache(folder);
}

/**
 * A folder for compiled code that no one else can write in, else undefined: what is in it runs as this user. Node's
 * own choice is in the temporary directory, under a name that another user can take first.
 */
function cacheFolder() {
  const { XDG_CACHE_HOME: given = '' } = process.env;
  const folder = join(isAbsolute(given) ? given : join(homedir(), '.cache'), 'joiner');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isOwn(folder, 0o077) && isOwn(dirname(folder), 0o022) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it is a folder of this user, and not a link to one, without the permissions of the mask. */
function isOwn(path, mask) {
  const status = lstatSync(path);
  // Windows has neither.
  if (!process.getuid) return status.isDirectory();
  return status.isDirectory() && status.uid === process.getuid() && (status.mode & mask) === 0;
}

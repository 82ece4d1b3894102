import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PrivateFolder {
  readonly path: string;
  /** Deletes it, with all that is in it. */
  remove(): void;
}

/**
 * A folder in the temporary directory that only this user can open, for what must not stay there. The end of the process
 * deletes it too: a second Ctrl-C runs no finally block.
 */
export async function createPrivateFolder(prefix: string): Promise<PrivateFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', remove);
  return {
    path,
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir } from '../local/stack/packaging.ts';

const WORK = join(projectDir, '.cache');

/**
 * Does work in a new folder of the clone. Not in the system's temporary folder: esbuild and npm read configuration in
 * the folders above the one that they work in, and other users may write there.
 */
export async function inWorkFolder<T>(
  prefix: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(WORK, { recursive: true });
  const folder = await mkdtemp(join(WORK, prefix));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

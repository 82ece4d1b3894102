import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unpack } from './unpack.ts';

/** Where the code of a function is. */
export interface FunctionCode {
  /** Folder with the unpacked code. */
  readonly codeDir: string;
  /** Folder that keeps compiled code: with it, a process starts in half the time. Default: none is kept. */
  readonly compiledDir?: string | undefined;
}

/**
 * Unpacks a function's zip into a folder that is named after its content, unless another stack has.
 *
 * @param keptDir an existing folder, outside of any package of Node: code there would find its dependencies
 */
export async function keepCode(archivePath: string, keptDir: string): Promise<FunctionCode> {
  const digest = createHash('sha256').update(await readFile(archivePath));
  const folder = join(keptDir, digest.digest('hex'));
  if (!existsSync(folder)) await unpackAtOnce(archivePath, folder);
  return { codeDir: join(folder, 'code'), compiledDir: join(folder, 'compiled') };
}

/** Another stack may look at the same time: the folder is there with all that belongs in it, or not at all. */
async function unpackAtOnce(archivePath: string, folder: string): Promise<void> {
  const unfinished = await mkdtemp(`${folder}-`);
  await unpack(archivePath, join(unfinished, 'code'));
  try {
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

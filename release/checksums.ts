import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** A line for each file of a folder, as `sha256sum` writes it and `sha256sum -c` reads it. */
export async function checksumsOf(folder: string): Promise<string> {
  const paths = globSync('**', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .toSorted();
  const lines = paths.map(async (path) => {
    const sum = createHash('sha256').update(await readFile(join(folder, path)));
    return `${sum.digest('hex')}  ${path}\n`;
  });
  return (await Promise.all(lines)).join('');
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** Unpacks a function's zip into a folder, as Lambda does for the task root. */
export async function unpack(archivePath: string, codeDir: string): Promise<void> {
  const files = Object.entries(unzipSync(await readFile(archivePath)));
  for (const [path, content] of files) {
    if (path.endsWith('/')) continue;
    const target = join(codeDir, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

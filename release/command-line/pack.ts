import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { inWorkFolder } from '../in-work-folder.ts';
import { withoutForeignBins } from '../without-foreign-bins.ts';
import { writeCommandLinePackage } from './write-package.ts';

/**
 * Packs the command line into `joiner-cli-VERSION.tgz` in a folder, which is made if it is not there. npm orders the
 * files and gives each the same time, so that the same sources give the same bytes.
 * @returns the path of the tarball
 */
export async function packCommandLine(into: string): Promise<string> {
  await mkdir(into, { recursive: true });
  return inWorkFolder('joiner-cli-', async (folder) => {
    await writeCommandLinePackage(folder);
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', resolve(into)];
    const env = { ...process.env, PATH: withoutForeignBins(process.env['PATH']) };
    const { stdout } = await promisify(execFile)('npm', args, { cwd: folder, env });
    const [{ filename }] = JSON.parse(stdout);
    return join(into, filename);
  });
}

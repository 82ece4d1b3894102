import { execFile } from 'node:child_process';
import { appendFile, cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const NOT_COPIED = [
  '.git',
  '.cache',
  '.serverless',
  '.targets',
  '.esbuild',
  'coverage',
  'dist',
  'node_modules',
];

/** The sources in another folder, as another clone has them. */
export async function copySources(folder: string): Promise<void> {
  // A search beside this one makes and removes folders of mutants.
  const filter = (path: string) =>
    !NOT_COPIED.includes(basename(path)) && !basename(path).startsWith('.mutant-');
  await cp('.', folder, { recursive: true, filter });
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
}

/** The sources of a later release: the next version, and a function with other code. */
export async function changeSources(folder: string): Promise<void> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const next = version.replace(/\d+$/, (patch: string) => Number(patch) + 1);
  for (const name of ['package.json', 'sbom.cdx.json']) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(`"version": "${version}"`, `"version": "${next}"`));
  }
  await appendFile(join(folder, 'handlers', 'provision-user.ts'), `\nprocess.title = '${next}';\n`);
}

/** `npm run release` there, by a user with other permissions, in another time zone. Returns the release folder. */
export async function releaseFrom(folder: string, into: string): Promise<string> {
  const line = 'umask 077; TZ=Asia/Tokyo LC_ALL=C exec "$@"';
  const command = [process.execPath, join(folder, 'release', 'release.ts'), into];
  const run = promisify(execFile)('sh', ['-c', line, 'sh', ...command], { cwd: folder });
  return (await run).stdout.trim();
}

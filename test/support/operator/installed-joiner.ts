import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeCommandLinePackage } from '../../../release/command-line/write-package.ts';

/** What the package of the command line is made of. */
const MADE_OF = [
  'package{,-lock}.json',
  'LICENSE',
  'bin/*',
  'packaging/*.cjs',
  'release/**/*.ts',
  'sources/*',
  'src/**/*.ts',
];
/** No run takes longer. */
const IN_USE_MS = 3_600_000;

export interface InstalledJoiner {
  /** The file that Node runs. */
  readonly path: string;
  /** A folder with a link to it, for a PATH. */
  readonly linkedIn: string;
  /** For NODE_COMPILE_CACHE. */
  readonly compiled: string;
}

/**
 * The command as npm installs its package. That is built once for a state of its sources: to build and
 * compile it takes longer than most commands.
 */
export async function installJoiner(): Promise<InstalledJoiner> {
  const project = resolve('.cache', `joiner-${digestOf(MADE_OF)}`);
  if (!(await exists(project))) await buildIn(project);
  return {
    path: join(project, 'node_modules', 'joiner-cli', 'dist', 'joiner.js'),
    linkedIn: join(project, 'node_modules', '.bin'),
    compiled: join(project, '.compiled'),
  };
}

/** Under another name first, as other test files may build it now. */
async function buildIn(project: string): Promise<void> {
  await mkdir('.cache', { recursive: true });
  const building = await mkdtemp(`${project}-`);
  const installed = join(building, 'node_modules', 'joiner-cli');
  const linkedIn = join(building, 'node_modules', '.bin');
  await mkdir(linkedIn, { recursive: true });
  await writeCommandLinePackage(installed);
  await symlink(join('..', 'joiner-cli', 'dist', 'joiner.js'), join(linkedIn, 'joiner'));
  await rename(building, project).catch(async (error: unknown) => {
    await rm(building, { recursive: true });
    if (!(await exists(project))) throw error;
  });
  await removeOlder(project);
}

/** What other states of the sources were built to, unless another run may still use it. */
async function removeOlder(project: string): Promise<void> {
  for (const path of globSync('.cache/joiner-*')) {
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (resolve(path) !== project && Date.now() - mtimeMs > IN_USE_MS)
      await rm(path, { recursive: true, force: true });
  }
}

function digestOf(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of globSync(patterns).sort()) hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

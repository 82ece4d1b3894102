import {
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { SourceChange } from './rule.ts';

const PREFIX = '.mutant-';
/** What a copy of the project shares with it: what is installed and what is packaged. */
const SHARED = ['node_modules', '.serverless', '.targets'];
const LEFT_OUT = [...SHARED, '.git', '.cache'];

/** A copy of the project. */
export interface Copy {
  readonly folder: string;
  remove(): Promise<void>;
}

/** A copy of the project, with one change of the source if one is given. Its files keep their times. */
export async function copyProject(change?: SourceChange): Promise<Copy> {
  const text = change && (await changedText(change));
  const folder = await makeFolder();
  for (const name of await readdir('.')) {
    if (LEFT_OUT.includes(name) || name.startsWith(PREFIX)) continue;
    await cp(name, join(folder, name), { recursive: true, preserveTimestamps: true });
  }
  for (const name of SHARED) await symlink(resolve(name), join(folder, name));
  if (change && text !== undefined) await changeIn(folder, change.file, text);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/** Tests refuse a package that is older than the source: the time is the one before the change. */
async function changeIn(folder: string, file: string, text: string): Promise<void> {
  const path = join(folder, 'src', file);
  const { atime, mtime } = await stat(path);
  await writeFile(path, text);
  await utimes(path, atime, mtime);
}

/** All exports of these modules of src/, with one change to them or to what they import. */
export async function importChanged(
  change: SourceChange,
  files: readonly string[],
): Promise<Record<string, unknown>> {
  const text = await changedText(change);
  const folder = await makeFolder();
  // In one bundle: to copy and load every file takes longer than a search.
  const outfile = join(folder, 'modules.js');
  try {
    await build({
      stdin: {
        contents: files.map((file) => `export * from './src/${file}';`).join('\n'),
        resolveDir: resolve('.'),
      },
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      outfile,
      plugins: [withText(resolve('src', change.file), text)],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @throws Error where the source does not contain the text that changes exactly once */
async function changedText({ file, from, to }: SourceChange): Promise<string> {
  const source = await readFile(join('src', file), 'utf8');
  if (source.split(from).length !== 2)
    throw new Error(`src/${file} does not contain exactly once: ${from}`);
  // A function, as $ has a meaning in a replacement text.
  return source.replace(from, () => to);
}

/** Inside the project, so that a mutant finds its packages. */
function makeFolder(): Promise<string> {
  return mkdtemp(resolve(PREFIX));
}

function withText(path: string, contents: string): Plugin {
  return {
    name: 'with-text',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, (file) =>
        file.path === path ? { contents, loader: 'ts' } : undefined,
      );
    },
  };
}

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { SourceChange } from './rule.ts';

/** A copy of the source with one change. */
export interface Mutant {
  readonly folder: string;
  remove(): Promise<void>;
}

export async function createMutant(change: SourceChange): Promise<Mutant> {
  const text = await changedText(change);
  const folder = await makeFolder();
  await cp('src', join(folder, 'src'), { recursive: true });
  await writeFile(join(folder, 'src', change.file), text);
  return { folder, remove: () => rm(folder, { recursive: true }) };
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
  return mkdtemp(resolve('.mutant-'));
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

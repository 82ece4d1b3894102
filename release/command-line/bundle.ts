import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type TransformOptions, transform } from 'esbuild';
import { noChildProcess } from './no-child-process.ts';

const require = createRequire(import.meta.url);
const { ownFilesOnly } = require('../../packaging/own-files-only.cjs');
const { packageVersions } = require('../../packaging/package-versions.cjs');
const { noEventStreams } = require('../../packaging/no-event-streams.cjs');

/** What the package asks of npm, and what the command asks of the Node that starts it: bin/installed.js. */
export const OLDEST_NODE = '20.18';

const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

const target = `node${OLDEST_NODE}`;

/** How the code is written, whatever it does. */
const compact = {
  minifyWhitespace: true,
  minifySyntax: true,
  minifyIdentifiers: true,
  // Node shows the whole line of an error that no one caught.
  lineLimit: 200,
  legalComments: 'none',
} satisfies TransformOptions;

/**
 * The command line as a bundle without dependencies, for Node 20 and later. What a command imports when it runs, such
 * as the SDK, stands in files of its own: help and completion do not load them.
 */
const bundle = {
  absWorkingDir: pathOf(''),
  entryPoints: { joiner: pathOf('bin/installed.js') },
  bundle: true,
  splitting: true,
  chunkNames: 'joiner-[hash]',
  // The paths of the sources are part of a hash: the same for a folder of packages that is a link.
  preserveSymlinks: true,
  platform: 'node',
  target,
  format: 'esm',
  mainFields: ['module', 'main'],
  define: { OLDEST_NODE: JSON.stringify(OLDEST_NODE) },
  alias: { '#home': pathOf('src/operator/home-installed.ts') },
  plugins: [ownFilesOnly, packageVersions, noEventStreams, noChildProcess],
  ...compact,
  logLevel: 'warning',
} satisfies BuildOptions;

/** Builds it into a folder, and returns what went into it. */
export async function bundleCommandLine(outdir: string): Promise<Metafile> {
  const { outputFiles, metafile } = await build({
    ...bundle,
    outdir,
    write: false,
    metafile: true,
  });
  await mkdir(outdir, { recursive: true });
  for (const { path, text } of outputFiles) await writeFile(path, await asCommonJs(text));
  return metafile;
}

/** What goes into it. Nothing is written. */
export async function examineCommandLine(): Promise<Metafile> {
  return (await build({ ...bundle, outdir: 'dist', write: false, metafile: true })).metafile;
}

/**
 * A file of the bundle as CommonJS. esbuild splits ES modules only. Node takes a quarter longer to start those: it
 * resolves each by its address, and reads all that each of its own modules exports, such as `fetch` with `http`.
 */
async function asCommonJs(text: string): Promise<string> {
  const { code } = await transform(text, {
    ...compact,
    platform: 'node',
    target,
    format: 'cjs',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'addressOfFile' },
  });
  if (!code.includes('addressOfFile')) return code;
  return `const addressOfFile=require('node:url').pathToFileURL(__filename).href;\n${code}`;
}

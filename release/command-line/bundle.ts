import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { requiredHttp } from './required-http.ts';

const require = createRequire(import.meta.url);
const { packageVersions } = require('../../packaging/package-versions.cjs');
const { noEventStreams } = require('../../packaging/no-event-streams.cjs');

/** What the package asks of npm, and what the command asks of the Node that starts it: bin/installed.js. */
export const OLDEST_NODE = '20.18';

const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/**
 * The command line as a bundle without dependencies, for Node 20 and later. What is only needed later, such as the
 * SDK's ways to find credentials, stands in files of its own.
 */
const bundle = {
  absWorkingDir: pathOf(''),
  entryPoints: { joiner: pathOf('bin/installed.js') },
  bundle: true,
  splitting: true,
  chunkNames: 'joiner-[hash]',
  platform: 'node',
  target: `node${OLDEST_NODE}`,
  format: 'esm',
  mainFields: ['module', 'main'],
  define: { OLDEST_NODE: JSON.stringify(OLDEST_NODE) },
  alias: { '#home': pathOf('src/operator/home-installed.ts') },
  plugins: [packageVersions, noEventStreams, requiredHttp],
  // Some packages are CommonJS, and require Node's modules.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  minifyWhitespace: true,
  minifySyntax: true,
  minifyIdentifiers: true,
  // Node shows the whole line of an error that no one caught.
  lineLimit: 200,
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/** Builds it into a folder, and returns what went into it. */
export async function bundleCommandLine(outdir: string): Promise<Metafile> {
  return (await build({ ...bundle, outdir, metafile: true })).metafile;
}

/** What goes into it. Nothing is written. */
export async function examineCommandLine(): Promise<Metafile> {
  return (await build({ ...bundle, outdir: 'dist', write: false, metafile: true })).metafile;
}

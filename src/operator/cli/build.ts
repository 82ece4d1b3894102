import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

/**
 * The command as one file without dependencies, for the installed package: Node does not strip types in
 * `node_modules`.
 */
export const joinerBundle = {
  entryPoints: [fileURLToPath(new URL('joiner.ts', import.meta.url))],
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  // Some packages are CommonJS, and require Node's modules.
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
} satisfies BuildOptions;

export async function buildJoiner(outfile: string): Promise<void> {
  await build({ ...joinerBundle, outfile });
}

if (import.meta.main) await buildJoiner(process.argv[2] ?? 'dist/joiner.js');

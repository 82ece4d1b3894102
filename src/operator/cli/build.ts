import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Builds the command into one file without dependencies, for the installed package: Node does not strip
 * types in `node_modules`.
 */
export async function buildJoiner(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('joiner.ts', import.meta.url))],
    outfile,
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
  });
}

if (import.meta.main) await buildJoiner(process.argv[2] ?? 'dist/joiner.js');

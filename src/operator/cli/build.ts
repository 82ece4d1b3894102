import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Builds the command into one file that needs nothing beside it, for where Node strips no types: the
 * installed package.
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
    // Some packages are CommonJS, and require parts of Node.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

if (import.meta.main) await buildJoiner(process.argv[2] ?? 'dist/joiner.js');

import { readFile } from 'node:fs/promises';
import { type BuildOptions, build } from 'esbuild';

const state = new URL('../.serverless/serverless-state.json', import.meta.url);

/** Bundles a file with the options that the service is packaged with: serverless.yml has the only ones. */
export async function bundle(entryPoint: URL, outfile: string): Promise<void> {
  const { service } = JSON.parse(await readFile(state, 'utf8'));
  // The plugin's own two; esbuild refuses any other that it does not know.
  const { skipRebuild, exclude, ...options }: PackagingOptions = service.custom.esbuild;
  await build({ ...options, external: exclude, entryPoints: [entryPoint.pathname], outfile });
}

type PackagingOptions = BuildOptions & {
  readonly skipRebuild: boolean;
  readonly exclude: string[];
};

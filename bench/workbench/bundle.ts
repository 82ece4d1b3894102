import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type BuildOptions, build } from 'esbuild';

const root = new URL('../../', import.meta.url);
const state = new URL('.serverless/serverless-state.json', root);
const require = createRequire(root);

/** Bundles a file with the packaging options of serverless.yml. */
export async function bundle(entryPoint: URL, outfile: string): Promise<void> {
  const { service } = JSON.parse(await readFile(state, 'utf8'));
  // The first two belong to the plugin. esbuild rejects options that it does not know.
  const { skipRebuild, exclude, plugins, ...options }: PackagingOptions = service.custom.esbuild;
  await build({
    ...options,
    external: exclude,
    // As the plugin calls it with the framework.
    plugins: require(`./${plugins}`)({ service }),
    entryPoints: [entryPoint.pathname],
    outfile,
  });
}

type PackagingOptions = Omit<BuildOptions, 'plugins'> & {
  readonly skipRebuild: boolean;
  readonly exclude: string[];
  /** Path of a module that makes the plugins. */
  readonly plugins: string;
};

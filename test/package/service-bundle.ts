import { createRequire } from 'node:module';
import { type BuildResult, build } from 'esbuild';
import { readServiceState } from '../support/package/packaged-service.ts';

export type ServiceBundle = BuildResult<{ metafile: true; write: false }>;

const require = createRequire(import.meta.url);

const bundles = new Map<string, Promise<ServiceBundle>>();

/**
 * A function bundled again as it was packaged, or for another target, in memory, with what esbuild
 * tells of it. Bundled once, however often a test file asks.
 */
export function bundleService(
  target?: string,
  entry = 'provision-user',
  accessRules = `./events/access-rules/${target}.yml`,
): Promise<ServiceBundle> {
  const key = [target, entry, accessRules].join();
  const bundle = bundles.get(key) ?? bundleAgain(target, entry, accessRules);
  bundles.set(key, bundle);
  return bundle;
}

function bundleAgain(
  target: string | undefined,
  entry: string,
  accessRules: string,
): Promise<ServiceBundle> {
  // Both are serverless-esbuild's own; esbuild refuses an option that it does not know.
  const { custom } = readServiceState().service;
  const { exclude, skipRebuild, plugins, ...options } = custom.esbuild;
  // Of another target, the state says nothing: its rules are compiled whatever their version is.
  const version = target === undefined ? custom.accessRules.version : undefined;
  return build({
    ...options,
    ...(target !== undefined && {
      alias: {
        '#reader': `./src/runtime/readers/${target}.ts`,
        '#target': `./src/runtime/targets/${target}.ts`,
        '#access-rules': accessRules,
      },
    }),
    entryPoints: [`handlers/${entry}.ts`],
    outdir: 'handlers',
    external: exclude,
    plugins: require(`../../${plugins}`)({ service: { custom: { accessRules: { version } } } }),
    metafile: true,
    write: false,
  });
}

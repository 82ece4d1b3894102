import { createRequire } from 'node:module';
import { type BuildResult, build } from 'esbuild';
import { readServiceState } from '../support/package/packaged-service.ts';

export type ServiceBundle = BuildResult<{ metafile: true; write: false }>;

const require = createRequire(import.meta.url);

/**
 * A function bundled again as it was packaged, or for another target, in memory, with what esbuild
 * tells of it.
 */
export function bundleService(
  target?: string,
  entry = 'provision-user',
  accessRules = `./events/access-rules/${target}.yml`,
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

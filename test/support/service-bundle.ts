import { type BuildResult, build } from 'esbuild';
import { readServiceState } from './packaged-service.ts';

export type ServiceBundle = BuildResult<{ metafile: true; write: false }>;

export const entryPoint = 'handlers/provision-user.ts';

/** The function bundled again as it was packaged, in memory, with what esbuild tells of it. */
export function bundleService(): Promise<ServiceBundle> {
  // Both are serverless-esbuild's own; esbuild refuses an option that it does not know.
  const { exclude, skipRebuild, ...options } = readServiceState().service.custom.esbuild;
  return build({
    ...options,
    entryPoints: [entryPoint],
    outdir: 'handlers',
    external: exclude,
    metafile: true,
    write: false,
  });
}

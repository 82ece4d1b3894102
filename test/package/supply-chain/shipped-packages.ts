import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';
import { TARGETS } from '../../../local/directories/directories.ts';
import { examineCommandLine } from '../../../release/command-line/bundle.ts';
import { packageFoldersOf } from '../../../release/licence-texts.ts';
import { bundleService } from '../service-bundle.ts';

/** A third-party package with code in what ships. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** `node_modules/NAME`, as in the lock file. */
  readonly folder: string;
  /** Those of `BUNDLES` that have code of it. */
  readonly bundles: readonly string[];
}

/** The function for each directory, intake, and the command line. */
export const BUNDLES: readonly string[] = [...TARGETS, 'intake', 'joiner'];

/**
 * The packages of which code is left in a bundle after all that is not used has gone, by name and version. A version
 * that npm installed in two places is one package.
 */
export async function findShippedPackages(): Promise<readonly ShippedPackage[]> {
  const packages = new Map<string, ShippedPackage>();
  for (const bundle of BUNDLES)
    for (const folder of packageFoldersOf(await metafileOf(bundle))) {
      const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      const id = `${name}@${version}`;
      const bundles = new Set([...(packages.get(id)?.bundles ?? []), bundle]);
      packages.set(id, { name, version, license, folder, bundles: [...bundles] });
    }
  return [...packages]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, shipped]) => shipped);
}

async function metafileOf(bundle: string): Promise<Metafile> {
  if (bundle === 'intake') return (await bundleService(undefined, bundle)).metafile;
  return bundle === 'joiner' ? examineCommandLine() : (await bundleService(bundle)).metafile;
}

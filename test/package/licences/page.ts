import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';

export const BUNDLE_PAGE = 'docs/generated/bundle.md';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The page of the third-party code in the bundle. `npm run licences` writes it. */
export function pageOfBundle(metafile: Metafile): string {
  const rows = bundledPackages(metafile).map(
    ({ name, version, license }) => `| \`${name}\` | ${version} | ${license} |`,
  );
  return `# What the bundle contains

Written by \`npm run licences\` from esbuild's list of the bundled files; do not edit. A test compares it with each build.

These are the third-party packages with code in the zip that Lambda runs, each with the version that the lock file fixes
and the licence that the package declares. The bill of materials of everything that could be in the zip is
[\`sbom.cdx.json\`](../../sbom.cdx.json), in CycloneDX. \`npm run sbom\` writes it from the lock file.

| package | version | licence |
| --- | --- | --- |
${rows.join('\n')}
`;
}

/** The packages of which code is left after all that is not used has gone, by name. */
export function bundledPackages({ outputs }: Metafile): readonly Manifest[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  return [...new Set(folders)]
    .map((folder): Manifest => JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

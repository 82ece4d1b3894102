import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';

export const BUNDLE_PAGE = 'docs/bundle.md';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** What third parties wrote of the packaged bundle, as it stands in docs/. Written by `npm run licences`. */
export function pageOfBundle(metafile: Metafile): string {
  const rows = bundledPackages(metafile).map(
    ({ name, version, license }) => `| \`${name}\` | ${version} | ${license} |`,
  );
  return `# What the bundle contains

Every package of others of which code is in the zip that Lambda gets, with the version that the lock file fixes and the licence
that the package declares. Written by \`npm run licences\` from what esbuild tells of the bundle; a test holds it to that.
\`npm run sbom\` writes the bill of materials of all that could be in it, in CycloneDX, from the lock file.

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

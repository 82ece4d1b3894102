import { BUNDLES, type ShippedPackage } from './shipped-packages.ts';

export const BUNDLE_PAGE = 'docs/generated/bundle.md';

/** The page of the third-party code in what ships. `npm run licences` writes it. */
export function pageOfPackages(packages: readonly ShippedPackage[]): string {
  const rows = packages.map(({ name, version, license, bundles }) => {
    const marks = BUNDLES.map((bundle) => (bundles.includes(bundle) ? 'yes' : ''));
    return `| ${[`\`${name}\``, version, license, ...marks].join(' | ')} |`;
  });
  return `# What the bundles contain

Written by \`npm run licences\` from esbuild's list of the bundled files; do not edit. A test compares it with each build.

These are the third-party packages with code in what ships: in the zips for each directory and for intake, and in the command
\`joiner\`. Each has the version that the lock file fixes, and the licence that the package declares. The bill of materials of the same
packages, with their hashes, is [\`sbom.cdx.json\`](../../sbom.cdx.json), in CycloneDX. \`npm run sbom\` writes it.

| package | version | licence | ${BUNDLES.map((bundle) => `\`${bundle}\``).join(' | ')} |
| --- | --- | --- |${' --- |'.repeat(BUNDLES.length)}
${rows.join('\n')}
`;
}

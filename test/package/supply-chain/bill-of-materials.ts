import { readFileSync } from 'node:fs';
import type { ShippedPackage } from './shipped-packages.ts';

export const BILL_OF_MATERIALS = 'sbom.cdx.json';

interface Described {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** CycloneDX 1.6 of the third-party code in what ships, as text. Says nothing of when it was written. */
export function billOfMaterials(packages: readonly ShippedPackage[]): string {
  const { packages: locked } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const own: Described = JSON.parse(readFileSync('package.json', 'utf8'));
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', ...described(own) } },
    components: packages.map((one) => ({
      type: 'library',
      ...described(one),
      hashes: [hashOf(locked[one.folder].integrity)],
      properties: one.bundles.map((value) => ({ name: 'joiner:bundle', value })),
    })),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function described({ name, version, license }: Described) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const isExpression = license.includes(' ');
  return {
    'bom-ref': purl,
    name,
    version,
    licenses: [isExpression ? { expression: license } : { license: { id: license } }],
    purl,
  };
}

/** Of the package as the registry serves it: `sha512-` and Base64 in the lock file. */
function hashOf(integrity: string) {
  const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
  return { alg: 'SHA-512', content };
}

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readAudit } from './supply-chain/audit.ts';
import { BILL_OF_MATERIALS, billOfMaterials } from './supply-chain/bill-of-materials.ts';
import { BUNDLE_PAGE, pageOfPackages } from './supply-chain/page.ts';
import {
  BUNDLES,
  findShippedPackages,
  type ShippedPackage,
} from './supply-chain/shipped-packages.ts';

describe('what ships, for each directory and as the command line', () => {
  let packages: readonly ShippedPackage[];

  beforeAll(async () => {
    packages = await findShippedPackages();
  });

  test('contains the packages that docs/generated/bundle.md lists, and no other: else run `npm run licences`', () => {
    expect(readFileSync(BUNDLE_PAGE, 'utf8')).toBe(pageOfPackages(packages));
  });

  test('contains the packages of the bill of materials, with its hashes: else run `npm run sbom`', () => {
    expect(readFileSync(BILL_OF_MATERIALS, 'utf8')).toBe(billOfMaterials(packages));
  });

  test('has third-party code in every bundle', () => {
    expect(new Set(packages.flatMap(({ bundles }) => bundles))).toEqual(new Set(BUNDLES));
  });

  test('contains nothing under a licence that asks more than to be named', () => {
    const licences = new Set(packages.map(({ license }) => license));

    expect([...licences].toSorted()).toEqual(['Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0']);
  });

  test('is in the bill of materials with a SHA-512 each', () => {
    const { components } = JSON.parse(billOfMaterials(packages));
    const contents = components.map(({ hashes }: { hashes: { content: string }[] }) => hashes);

    expect(contents.flat()).toHaveLength(packages.length);
    expect(contents.flat()).toEqual(
      packages.map(() => ({ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) })),
    );
  });
});

describe('CI’s audit', () => {
  const bill = { components: [{ name: 'commander', version: '15.1.0' }] };
  const lock = {
    packages: {
      'node_modules/commander': { version: '15.1.0' },
      'node_modules/old/node_modules/commander': { version: '2.0.0' },
      'node_modules/jest': { version: '30.5.2' },
    },
  };
  const audit = (...vulnerabilities: readonly object[]) =>
    readAudit(JSON.stringify({ vulnerabilities }), bill, lock);
  const advised = { severity: 'high', range: '<16', via: [{ title: 'an advisory' }] };
  const none = { lines: ['no known vulnerability in 1 packages'], isVulnerable: false };

  test('fails on a package of the command line, which npm counts as one for development', () => {
    expect(audit({ ...advised, name: 'commander', nodes: ['node_modules/commander'] })).toEqual({
      lines: ['high: commander <16'],
      isVulnerable: true,
    });
  });

  test.each([
    ['a package that does not ship', { name: 'jest', nodes: ['node_modules/jest'] }],
    [
      'another version than the one that ships',
      { name: 'commander', nodes: ['node_modules/old/node_modules/commander'] },
    ],
    [
      'a package that depends on one with an advisory',
      { name: 'commander', nodes: ['node_modules/commander'], via: ['jest'] },
    ],
  ])('passes on %s', (_, vulnerability) => {
    expect(audit({ ...advised, ...vulnerability })).toEqual(none);
  });

  test.each([
    ['', 'no response'],
    ['{"message":"405 Method Not Allowed"}', '405 Method Not Allowed'],
  ])('says "unchecked" where the registry answers none: %j', (output, why) => {
    expect(readAudit(output, bill, lock)).toEqual({
      lines: [`unchecked: the registry answers no audit (${why})`],
      isVulnerable: false,
    });
  });
});

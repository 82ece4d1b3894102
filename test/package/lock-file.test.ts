import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

interface LockedPackage {
  readonly integrity?: string;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

test('npm checks every package that it installs, on any platform, against a SHA-512 of the lock file', () => {
  const unchecked = Object.entries(packages)
    .filter(([folder, { integrity = '' }]) => folder !== '' && !integrity.startsWith('sha512-'))
    .map(([folder]) => folder);

  expect(unchecked).toEqual([]);
});

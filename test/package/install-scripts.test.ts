import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

test('package.json denies the install script of every dependency that has one, and names no other', () => {
  const withScript = Object.keys(packages)
    .filter((path) => path !== '' && packages[path].hasInstallScript)
    .map((path) => path.replace(/^.*node_modules\//, ''));
  const denied = Object.fromEntries(withScript.map((name) => [name, false]));

  expect(allowScripts).toEqual(denied);
});

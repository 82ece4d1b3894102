import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

/** The packages whose install scripts may run. */
const ALLOWED: readonly string[] = [];

test('package.json decides on every install script of a dependency, and allows those of a named list', () => {
  const withScript = Object.keys(packages)
    .filter((path) => path !== '' && packages[path].hasInstallScript)
    .map((path) => path.replace(/^.*node_modules\//, ''));
  const decided = withScript.map((name) => [name, ALLOWED.includes(name)]);

  expect(allowScripts).toEqual(Object.fromEntries(decided));
});

test('npm fails on an install script that package.json does not decide on', () => {
  expect(readFileSync('.npmrc', 'utf8').split('\n')).toContain('strict-allow-scripts=true');
});

test('CI runs no install script of a dependency, whatever npm it has', () => {
  const installs = readFileSync('.ci/run', 'utf8')
    .split('\n')
    .filter((line) => /\bnpm (ci|i|install)\b/.test(line));

  expect(installs).toEqual(['step Install npm ci --ignore-scripts']);
});

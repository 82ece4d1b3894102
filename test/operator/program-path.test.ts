import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { programPath } from '../../src/operator/program-path.ts';

const everywhere = () => true;

test('Windows starts a program of a folder in PATH, and none of the working directory', () => {
  const env = { PATH: '.;;bin;\\bin;C:bin;"D:\\Tools";C:\\Git\\usr\\bin;D:\\Other' };

  expect(programPath('sh', 'win32', env, everywhere)).toBe('C:\\Git\\usr\\bin\\sh.exe');
});

test('Windows starts the first that is there, on a share too', () => {
  const env = { PATH: 'C:\\Windows;\\\\server\\tools;D:\\Other' };
  const exists = (path: string) => !path.startsWith('C:');

  expect(programPath('sh', 'win32', env, exists)).toBe('\\\\server\\tools\\sh.exe');
});

test('Windows starts nothing where no folder of PATH has the program', () => {
  expect(programPath('sh', 'win32', { PATH: 'C:\\Windows' }, () => false)).toBeUndefined();
  expect(programPath('sh', 'win32', {}, everywhere)).toBeUndefined();
});

test.each(['linux', 'darwin'] as const)('%s looks for a program in PATH only', (platform) => {
  expect(programPath('sh', platform, {}, everywhere)).toBe('sh');
});

test('no file of the command line starts a program by a name of its own', () => {
  const starting = globSync(['src/operator/**/*.ts', 'bin/*.js'])
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
    .filter(({ text }) => text.includes('node:child_process'));
  const byName = starting.filter(({ text }) =>
    /(?<!\.)\b(?:spawn|exec|execFile)(?:Sync)?\(\s*['"`]/.test(text),
  );

  expect(starting.length).toBeGreaterThan(0);
  expect(byName.map(({ path }) => path)).toEqual([]);
});

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { keepCode } from '../../../../local/emulators/lambda/kept-code.ts';
import { createFunctions, returned } from './started-functions.ts';

const { startFunction, removeAll } = createFunctions();
const CODE = 'exports.handler = async () => Object.keys(process.env);';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-kept-code-test-'));
});
afterEach(async () => {
  await removeAll();
  await rm(folder, { recursive: true });
});

async function zipOf(code: string): Promise<string> {
  const path = join(folder, `${code.length}.zip`);
  await writeFile(path, zipSync({ 'handlers/run.js': strToU8(code) }));
  return path;
}

test('code that a stack has unpacked stays where it is for the next stack', async () => {
  const zip = await zipOf(CODE);
  const { codeDir } = await keepCode(zip, folder);
  await writeFile(join(codeDir, 'mark'), '');

  const next = await keepCode(zip, folder);

  expect(next.codeDir).toBe(codeDir);
  expect((await readdir(codeDir)).toSorted()).toEqual(['handlers', 'mark']);
  expect(await readFile(join(codeDir, 'handlers/run.js'), 'utf8')).toBe(CODE);
});

test('two stacks that unpack the same code at once share one folder', async () => {
  const zip = await zipOf(CODE);

  const [one, other] = await Promise.all([keepCode(zip, folder), keepCode(zip, folder)]);

  expect(one).toEqual(other);
  expect(await readFile(join(one.codeDir, 'handlers/run.js'), 'utf8')).toBe(CODE);
  expect(await readdir(folder)).toHaveLength(2);
});

test('code that differs is kept in a folder of its own', async () => {
  const one = await keepCode(await zipOf(CODE), folder);
  const other = await keepCode(await zipOf(`${CODE}\n`), folder);

  expect(one.codeDir).not.toBe(other.codeDir);
  expect(one.compiledDir).not.toBe(other.compiledDir);
});

test('a process leaves its compiled code for the next one, and the function does not see it', async () => {
  const compiledDir = join(folder, 'compiled');
  const shown = await startFunction(CODE, { compiledDir });

  const first = await shown.invoke({});
  // The process writes before it takes the next event.
  await shown.invoke({});

  expect(first).toEqual(returned(expect.not.arrayContaining(['NODE_COMPILE_CACHE'])));
  expect(await readdir(compiledDir)).toEqual([expect.stringContaining('v24.')]);
});

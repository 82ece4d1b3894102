import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { withoutForeignBins } from '../../release/without-foreign-bins.ts';

const OWN_MODULES_ONLY = './packaging/own-modules-only.cjs';

/** What a user of the machine may write to: above the clone. */
let above: string;
let clone: string;

beforeAll(async () => {
  above = await mkdtemp(join(tmpdir(), 'joiner-foreign-'));
  clone = join(above, 'clone');
  await cp('packaging', join(clone, 'packaging'), { recursive: true });
  await write('clone/node_modules/watcher/index.js', "exports.events = require('native-events');");
  await write('clone/node_modules/watcher/own.js', "exports.own = require('built-in');");
  await write('clone/node_modules/built-in/index.js', "module.exports = 'own';");
  await write('clone/node_modules/watcher/module.mjs', "export { default } from 'native-events';");
  await write('node_modules/native-events/index.js', "module.exports = 'foreign';");
});
afterAll(() => rm(above, { recursive: true }));

test('Node takes a package that is not installed from a folder above the clone', async () => {
  expect(await run("console.log(require('watcher').events)")).toBe('foreign');
});

test('packaging counts such a package as not installed', async () => {
  expect(
    await run(after("try { require('watcher') } catch (error) { console.log(error.code) }")),
  ).toBe('MODULE_NOT_FOUND');
});

test('nor does a module take it by import', async () => {
  const load = "import('watcher/module.mjs').catch((error) => console.log(error.code))";

  expect(await run(after(load))).toBe('MODULE_NOT_FOUND');
});

test('what is installed is loaded, and what Node has', async () => {
  const load = "console.log(require('watcher/own.js').own, typeof require('fs').readFileSync)";

  expect(await run(after(load))).toBe('own function');
});

test('no plugin of the package is loaded before', async () => {
  const { plugins } = parse(await readFile('serverless.yml', 'utf8'), { logLevel: 'silent' });

  expect(plugins[0]).toBe(OWN_MODULES_ONLY);
});

test('a release starts npm from no package of a folder above the clone', () => {
  const own = resolve('node_modules', '.bin');
  const foreign = resolve('..', 'node_modules', '.bin');
  const system = dirname(process.execPath);

  expect(withoutForeignBins([own, foreign, system].join(delimiter))).toBe(
    [own, system].join(delimiter),
  );
});

function after(load: string): string {
  return `require(${JSON.stringify(OWN_MODULES_ONLY)}); ${load}`;
}

async function run(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: clone });
  return stdout.trim();
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(above, dirname(path)), { recursive: true });
  await writeFile(join(above, path), text);
}

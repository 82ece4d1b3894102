import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BuildOptions, build } from 'esbuild';
import { copySources } from '../release/copied-sources.ts';

const execute = promisify(execFile);
const REFUSAL = /must not be bundled, as it is not in this clone/;

/** What a user of the machine may write to: above the clone. */
let above: string;
let clone: string;

beforeAll(async () => {
  above = await mkdtemp(join(tmpdir(), 'joiner-foreign-'));
  clone = join(above, 'clone');
  await copySources(clone);
  await mkdir(join(above, 'foreign'));
  await writeFile(join(above, 'foreign', 'index.js'), 'globalThis.isForeign = true;\n');
  await writeFile(join(above, 'foreign', 'package.json'), '{ "name": "valibot" }');
  const packageRegistryData = [
    [null, [[null, { packageLocation: './nothing/', packageDependencies: [] }]]],
    ['valibot', [['foreign', { packageLocation: './foreign/', packageDependencies: [] }]]],
    ...[
      ['contracts', './clone/src/contracts/'],
      ['yaml', './clone/src/yaml/'],
    ].map(([name, packageLocation]) => [
      name,
      [['here', { packageLocation, packageDependencies: [['valibot', 'foreign']] }]],
    ]),
  ];
  await writeFile(join(above, '.pnp.data.json'), JSON.stringify({ packageRegistryData }));
});
afterAll(() => rm(above, { recursive: true }));

test('esbuild takes a package from where a manifest above the clone says', async () => {
  expect(await bundled({})).toContain('isForeign');
});

test('no bundle takes it', async () => {
  const { ownFilesOnly } = createRequire(import.meta.url)(
    join(clone, 'packaging', 'own-files-only.cjs'),
  );

  await expect(bundled({ plugins: [ownFilesOnly] })).rejects.toThrow(REFUSAL);
});

test('packaging fails', async () => {
  const serverless = join(clone, 'node_modules', 'serverless', 'bin', 'serverless.js');

  const packaging = execute(process.execPath, [serverless, 'package'], { cwd: clone });

  await expect(packaging).rejects.toMatchObject({ stdout: expect.stringMatching(REFUSAL) });
});

test('so does the release of the command line', async () => {
  const release = join(clone, 'release', 'command-line', 'release.ts');

  await expect(execute(process.execPath, [release], { cwd: clone })).rejects.toThrow(REFUSAL);
});

async function bundled(options: BuildOptions): Promise<string> {
  const outfile = join(above, 'bundle.js');
  await build({
    absWorkingDir: clone,
    entryPoints: ['src/contracts/message.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    outfile,
    ...options,
  });
  return readFile(outfile, 'utf8');
}

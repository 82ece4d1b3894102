import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const CheckSources = createRequire(import.meta.url)('../../packaging/check-sources.cjs');
const { checkSources } = CheckSources;
const SOURCE = 'title: Our HR\nshapes: []\n';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-sources-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the sources that ship are packaged', async () => {
  await expect(checkSources('sources')).resolves.toBeUndefined();
});

test('packaging is refused with every fault of every source', async () => {
  await writeFile(join(folder, 'one.yml'), SOURCE);
  await writeFile(join(folder, 'two.yml'), '{');

  await expect(checkSources(folder)).rejects.toThrow(
    /^sources\/one\.yml is no source that can be used:\n {2}line 2, shapes: .*\n(?:.*\n)*sources\/two\.yml is no source/,
  );
});

test('it is checked before the zips are made', () => {
  expect(Object.keys(new CheckSources().hooks)).toEqual([
    'before:package:createDeploymentArtifacts',
  ]);
});

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { terraform } from '../../counterparts/counterparts.ts';
import { testWith } from '../../counterparts/with-counterpart.ts';
import { DEPLOY_BLOCKS } from './deploy-blocks.ts';

test('each way to deploy a template is less than ten lines', () => {
  const lines = DEPLOY_BLOCKS.slice(0, 3).map(({ code }) => code.trim().split('\n').length);

  expect(lines).toHaveLength(3);
  expect(Math.max(...lines)).toBeLessThan(10);
});

testWith(
  terraform,
  'terraform reads the configuration of the page, and would not write it otherwise',
  async () => {
    const { code = '' } = DEPLOY_BLOCKS.find(({ language }) => language === 'hcl') ?? {};
    const folder = await mkdtemp(join(tmpdir(), 'joiner-terraform-'));
    const path = join(folder, 'main.tf');
    await writeFile(path, code);

    await promisify(execFile)('terraform', ['fmt', path]);

    expect(await readFile(path, 'utf8')).toBe(code);
    await rm(folder, { recursive: true });
  },
);

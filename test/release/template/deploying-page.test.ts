import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, jest, test } from '@jest/globals';
import { templateWithoutCode } from '../../../release/template/write-templates.ts';
import { terraform } from '../../counterparts/counterparts.ts';
import { testWith } from '../../counterparts/with-counterpart.ts';
import { packageInOneProcess } from '../../package/service-configuration.ts';
import { refusalsOf } from './refusals.ts';

// Packages a directory.
jest.setTimeout(120_000);

const page = readFileSync('docs/deploying.md', 'utf8');
const [, section = ''] = page.split('## From a template');
const blocks = [...section.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language, code = '']) => ({
  language,
  code,
}));

test('each way to deploy a template is less than ten lines', () => {
  const lines = blocks.slice(0, 3).map(({ code }) => code.trim().split('\n').length);

  expect(lines).toHaveLength(3);
  expect(Math.max(...lines)).toBeLessThan(10);
});

test('the command of the page gives the template every parameter that it needs, and no other', async () => {
  const template = await templateWithoutCode({ target: 'identity-center' }, packageInOneProcess);
  const [, overrides = ''] = blocks[0]?.code.split('--parameter-overrides') ?? [];
  const values = Object.fromEntries(
    [...overrides.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  );

  expect(Object.keys(values).length).toBeGreaterThan(5);
  expect(refusalsOf(template, values)).toEqual([]);
});

testWith(
  terraform,
  'terraform reads the configuration of the page, and would not write it otherwise',
  async () => {
    const { code = '' } = blocks.find(({ language }) => language === 'hcl') ?? {};
    const folder = await mkdtemp(join(tmpdir(), 'joiner-terraform-'));
    const path = join(folder, 'main.tf');
    await writeFile(path, code);

    await promisify(execFile)('terraform', ['fmt', path]);

    expect(await readFile(path, 'utf8')).toBe(code);
    await rm(folder, { recursive: true });
  },
);

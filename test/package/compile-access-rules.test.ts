import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const accessRules: (of: object) => Promise<{ module: string; version: string; groups: string[] }> =
  require('../../packaging/access-rules.cjs');
const { compileAccessRules } = require('../../packaging/compile-access-rules.cjs');

let folder: string;
beforeAll(async () => {
  await mkdir('.cache', { recursive: true });
  folder = await mkdtemp(join('.cache', 'compiled-rules-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the configuration takes of the rules, for a SCIM server. */
function resolved(path: string) {
  const variables: Readonly<Record<string, string>> = {
    'param:accessRules': path,
    'param:target': 'scim',
  };
  return accessRules({ resolveVariable: async (name: string) => variables[name] });
}

async function bundled({ module, version }: { module: string; version: string }): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export { accessRules } from '#access-rules';`, resolveDir: '.' },
    alias: { '#access-rules': module },
    plugins: [compileAccessRules(version)],
    bundle: true,
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}

const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(String, (error: Error) => error.message);

describe('a file of rules that is saved while it is packaged', () => {
  test('is read once for all of the configuration', async () => {
    const path = join(folder, 'read-once.yml');
    await writeFile(path, '- groups: [before]\n');
    const before = await resolved(path);
    await writeFile(path, '- groups: [after]\n');

    expect(await resolved(path)).toEqual(before);
    expect(before.groups).toEqual(['before']);
  });

  test('is not bundled, where it has other rules than the configuration is made for', async () => {
    const path = join(folder, 'changed.yml');
    await writeFile(path, '- groups: [before]\n');
    const before = await resolved(path);
    await writeFile(path, '- groups: [after]\n');

    const said = await messageOf(bundled(before));
    expect(said).toContain('changed.yml has changed since packaging began');
    expect(said).not.toMatch(/^\s+at /m);
  });

  test('is bundled, where only a comment of it has changed', async () => {
    const path = join(folder, 'comment.yml');
    await writeFile(path, '- groups: [same]\n');
    const before = await resolved(path);
    await writeFile(path, '# Everyone.\n- groups: [same]\n');

    expect(await bundled(before)).toContain('"same"');
  });

  test('is not bundled, where it has faults by now, and each is reported without a stack', async () => {
    const path = join(folder, 'faulty.yml');
    await writeFile(path, '- groups: [before]\n');
    const before = await resolved(path);
    await writeFile(path, '- groups: [g1]\n  whn: {}\n');

    const said = await messageOf(bundled(before));
    expect(said).toContain('line 2, rule 1, whn: is no key of a rule');
    expect(said).not.toMatch(/^\s+at /m);
  });
});

test('a function is not bundled without rules where those that it is to have are faulty', async () => {
  const path = join(folder, 'unusable.yml');
  await writeFile(path, '- groups: []\n');

  expect(await messageOf(bundled(await resolved(path)))).toContain(
    'Could not resolve "./accessRules-has-faults"',
  );
});

import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openerOf } from '../../../src/operator/console/open-in-browser.ts';

const MODULE = pathToFileURL(resolve('src/operator/console/open-in-browser.ts')).href;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-opener-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('the file that opens the console is gone where the process ends at once', async () => {
  const [bin, TMPDIR] = [join(folder, 'bin'), join(folder, 'tmp')];
  await Promise.all([mkdir(bin), mkdir(TMPDIR)]);
  for (const opener of ['open', 'xdg-open']) {
    await writeFile(join(bin, opener), '#!/bin/sh\n');
    await chmod(join(bin, opener), 0o755);
  }
  const code = `
    import { readdirSync } from 'node:fs';
    import { openInBrowser } from '${MODULE}';
    await openInBrowser('http://127.0.0.1:1/');
    console.log(readdirSync(process.env.TMPDIR).length);
    process.exit(130);`;
  const env = { PATH: `${bin}:${process.env['PATH']}`, TMPDIR };

  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { env });

  await expect(run).rejects.toMatchObject({ code: 130, stdout: '1\n' });
  expect(await readdir(TMPDIR)).toEqual([]);
});

test('Windows starts the opener of its own folder, and none of the working directory', () => {
  expect(openerOf('win32', { SystemRoot: 'D:\\Win' })).toEqual([
    'D:\\Win\\System32\\rundll32.exe',
    'url.dll,FileProtocolHandler',
  ]);
  expect(openerOf('win32', {})[0]).toBe('C:\\Windows\\System32\\rundll32.exe');
});

import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { installJoiner } from '../support/operator/installed-joiner.ts';

const installed = await installJoiner();
let folder: string;
let home: string;
let shared: string;

beforeEach(async () => {
  folder = await mkdtemp(join(realpathSync(tmpdir()), 'joiner-cache-'));
  home = join(folder, 'home');
  shared = join(folder, 'tmp');
  await mkdir(home);
  await mkdir(shared);
});
afterEach(() => rm(folder, { recursive: true }));

/** Starts the installed command, and returns what it prints. */
function joiner({ env = {}, preload = '' }: { env?: object; preload?: string } = {}): string {
  const imported = preload === '' ? [] : ['--import', `data:text/javascript,${preload}`];
  return execFileSync(process.execPath, [...imported, installed.path, '--version'], {
    encoding: 'utf8',
    env: { HOME: home, TMPDIR: shared, ...env },
  });
}

test('joiner keeps compiled code in a folder that only its user can read or write', async () => {
  joiner();

  const cache = join(home, '.cache', 'joiner');
  expect((await stat(cache)).mode & 0o777).toBe(0o700);
  expect(await readdir(cache)).toHaveLength(1);
});

test('joiner keeps compiled code where the user keeps caches', async () => {
  joiner({ env: { XDG_CACHE_HOME: join(home, 'caches') } });

  expect(await readdir(join(home, 'caches', 'joiner'))).toHaveLength(1);
});

test('joiner takes no folder that depends on where it is started', async () => {
  joiner({ env: { XDG_CACHE_HOME: 'caches' } });

  expect(existsSync('caches')).toBe(false);
  expect(await readdir(join(home, '.cache', 'joiner'))).toHaveLength(1);
});

describe('joiner runs without compiled code, and touches none, where its folder', () => {
  const cache = () => join(home, '.cache', 'joiner');

  test.each([
    [
      'is readable by others',
      async () => {
        await mkdir(cache(), { recursive: true });
        await chmod(cache(), 0o755);
      },
      '',
    ],
    [
      'is a link',
      async () => {
        await mkdir(join(home, '.cache'));
        await symlink(shared, cache());
      },
      '',
    ],
    [
      'is in a folder that others can write',
      async () => {
        await mkdir(cache(), { recursive: true, mode: 0o700 });
        await chmod(join(home, '.cache'), 0o777);
      },
      '',
    ],
    [
      'is another user’s',
      () => mkdir(cache(), { recursive: true, mode: 0o700 }),
      'process.getuid = () => 4242',
    ],
    ['cannot be made', () => writeFile(join(home, '.cache'), ''), ''],
  ])('%s', async (_, prepare, preload) => {
    await prepare();

    expect(joiner({ preload })).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(existsSync(cache()) ? await readdir(cache()) : []).toEqual([]);
    expect(await readdir(shared)).toEqual([]);
  });
});

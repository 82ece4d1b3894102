import { existsSync, globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectDir } from '../../local/stack/packaging.ts';
import { inWorkFolder } from '../../release/in-work-folder.ts';

test('what is released is built in a folder of the clone, which is gone afterwards', async () => {
  const { folder, wasThere } = await inWorkFolder('test-', async (path) => ({
    folder: path,
    wasThere: existsSync(path),
  }));

  expect(relative(projectDir, folder)).toMatch(/^\.cache\/test-\w+$/);
  expect(wasThere).toBe(true);
  expect(existsSync(folder)).toBe(false);
});

test('it is gone after a failure, too', async () => {
  let folder = '';
  const failed = inWorkFolder('test-', async (path) => {
    folder = path;
    throw new Error('no release');
  });

  await expect(failed).rejects.toThrow('no release');
  expect(existsSync(folder)).toBe(false);
});

test('nothing of a release uses the temporary folder of the system', () => {
  const files = globSync(['release/**/*.ts', 'packaging/*.cjs']);

  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => readFileSync(file, 'utf8').includes('tmpdir'))).toEqual([]);
});

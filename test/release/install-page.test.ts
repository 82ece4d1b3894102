import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runInShell } from './walk/shell.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-install-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('the block of install.md that uploads, pasted whole, uploads nothing into the bucket of another', async () => {
  const page = await readFile('release/install.md', 'utf8');
  const [, block = ''] = /^## 2\. .*?^```sh\n(.*?)^```$/ms.exec(page) ?? [];
  await writeFile(
    join(folder, 'aws'),
    '#!/bin/sh\necho "aws $*" >&2\ncase "$*" in *head-bucket*) exit 254 ;; esac\n',
  );
  await chmod(join(folder, 'aws'), 0o755);
  const PATH = `${folder}:${process.env['PATH']}`;

  const { output } = await runInShell(block, { cwd: folder, env: { PATH } });

  expect(output).toContain('aws s3api head-bucket --bucket');
  expect(output).not.toContain('aws s3 cp');
});

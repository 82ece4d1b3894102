import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { TARGETS } from '../../../local/directories/directories.ts';
import { templateWithoutCode, textOf } from '../../../release/template/write-templates.ts';
import { cfnLint } from '../../counterparts/counterparts.ts';
import { testWith } from '../../counterparts/with-counterpart.ts';
import { packageInOneProcess } from '../../package/service-configuration.ts';
import { isUnlistedAction } from '../../support/package/unlisted-actions.ts';

testWith(
  cfnLint,
  'cfn-lint finds nothing in the template of any directory but an action that AWS does not list',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'joiner-templates-'));
    const paths: string[] = [];
    for (const target of TARGETS) {
      const path = join(folder, `${target}.yml`);
      await writeFile(path, textOf(await templateWithoutCode({ target }, packageInOneProcess)));
      paths.push(path);
    }

    const { stdout } = await promisify(execFile)('cfn-lint', ['--format=json', ...paths]).catch(
      (error: { stdout: string }) => error,
    );
    await rm(folder, { recursive: true });

    const findings: readonly { readonly Message: string }[] = JSON.parse(stdout);
    expect(findings.filter((finding) => !isUnlistedAction(finding))).toEqual([]);
  },
);

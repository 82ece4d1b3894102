import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { packagedTemplatePath } from '../support/packaged-service.ts';

const installed = spawnSync('cfn-lint', ['--version']).status === 0;

describe('cfn-lint', () => {
  (installed ? test : test.skip)(
    `finds nothing in the template${installed ? '' : ' (skipped: no cfn-lint)'}`,
    async () => {
      // W3005: the framework adds a DependsOn where the reference to the role would do.
      const { stdout } = await promisify(execFile)('cfn-lint', [
        '--ignore-checks=W3005',
        '--format=json',
        packagedTemplatePath(),
      ]).catch((error: { stdout: string }) => error);
      expect(JSON.parse(stdout)).toEqual([]);
    },
    60_000,
  );
});

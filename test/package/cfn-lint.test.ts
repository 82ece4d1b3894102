import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { cfnLint } from '../counterparts/counterparts.ts';
import { testWith } from '../counterparts/with-counterpart.ts';
import { packagedTemplatePath } from '../support/package/packaged-service.ts';

testWith(cfnLint, 'cfn-lint finds nothing in the template', async () => {
  // W3005: the framework adds a DependsOn where the reference to the role would do.
  const { stdout } = await promisify(execFile)('cfn-lint', [
    '--ignore-checks=W3005',
    '--format=json',
    packagedTemplatePath(),
  ]).catch((error: { stdout: string }) => error);
  expect(JSON.parse(stdout)).toEqual([]);
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { cfnLint } from '../counterparts/counterparts.ts';
import { testWith } from '../counterparts/with-counterpart.ts';
import { packagedTemplatePath } from '../support/package/packaged-service.ts';

/** AWS's reference lacks the action by which FinSpace adds to permission groups (resources/targets/finspace.yml). */
const UNLISTED = /^'associateusertopermissiongroup' is not one of/;

testWith(
  cfnLint,
  'cfn-lint finds nothing in the template but an action that AWS does not list',
  async () => {
    // W3005: the framework adds a DependsOn where the reference to the role would do.
    const { stdout } = await promisify(execFile)('cfn-lint', [
      '--ignore-checks=W3005',
      '--format=json',
      packagedTemplatePath(),
    ]).catch((error: { stdout: string }) => error);
    const findings: readonly { readonly Message: string }[] = JSON.parse(stdout);
    const [unlisted, ...others] = findings;

    expect(unlisted?.Message).toMatch(UNLISTED);
    expect(others).toEqual([]);
  },
);

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { cfnLint } from '../counterparts/counterparts.ts';
import { testWith } from '../counterparts/with-counterpart.ts';
import { packagedTemplatePath } from '../support/package/packaged-service.ts';
import { isUnlistedAction } from '../support/package/unlisted-actions.ts';

testWith(
  cfnLint,
  'cfn-lint finds nothing in the template but two actions that AWS does not list',
  async () => {
    // W3005: the framework adds a DependsOn where the reference to the role would do.
    const { stdout } = await promisify(execFile)('cfn-lint', [
      '--ignore-checks=W3005',
      '--format=json',
      packagedTemplatePath(),
    ]).catch((error: { stdout: string }) => error);
    const findings: readonly { readonly Message: string }[] = JSON.parse(stdout);

    expect(findings.filter(isUnlistedAction)).toHaveLength(2);
    expect(findings.filter((finding) => !isUnlistedAction(finding))).toEqual([]);
  },
);

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { cfnLint } from '../counterparts/counterparts.ts';
import { testWith } from '../counterparts/with-counterpart.ts';
import { packagedTemplatePath } from '../support/package/packaged-service.ts';

/** AWS's reference lacks the actions by which FinSpace adds to permission groups, and lists their users. */
const UNLISTED = /^'(associateusertopermissiongroup|listusersbypermissiongroup)' is not one of/;

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
    const isUnlisted = ({ Message }: { readonly Message: string }) => UNLISTED.test(Message);

    expect(findings.filter(isUnlisted)).toHaveLength(2);
    expect(findings.filter((finding) => !isUnlisted(finding))).toEqual([]);
  },
);

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { checkGroups } from '../../src/operator/doctor/check-groups.ts';
import { deployedRulesOf } from '../../src/operator/stack/deployed-rules.ts';
import type { StackOutputs } from '../../src/operator/stack/stack-outputs.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

const { signal } = new AbortController();
const LOOK_UPS: Readonly<Record<string, string>> = {
  finspace: 'GetPermissionGroup',
  'identity-center': 'DescribeGroup',
  scim: 'GetGroup',
};

describe.each(TARGETS)('the groups of a stack that is packaged for %s', (target) => {
  let service: OperatedStack;
  let groups: readonly string[];

  beforeAll(async () => {
    service = await startOperatedStack({ packageDir: packageDirOf(target), consume: false });
    const deployed = deployedRulesOf(service.operated);
    groups = deployed.kind === 'rules' ? deployed.groups : [];
  });
  afterAll(() => service.stop());

  const check = (outputs: Partial<StackOutputs> = {}) => {
    const { operated } = service;
    return checkGroups({ ...operated, outputs: { ...operated.outputs, ...outputs } }, signal);
  };

  test('are fine where the directory has all that the rules name', async () => {
    expect(await check()).toEqual([
      {
        check: 'groups',
        state: 'ok',
        found: `the directory has every group of the rules (${groups.length})`,
      },
    ]);
  });

  test('are a problem for each that is gone, which is named with what to do', async () => {
    const [gone = '', another = ''] = groups;
    for (const group of [gone, another]) service.stack.directory.removeGroup(group);
    const findings = await check();
    for (const group of [gone, another]) service.stack.directory.addGroup(group);

    expect(findings).toEqual(
      [gone, another].map((group) => ({
        check: 'groups',
        state: 'problem',
        found: `the directory has no group ${group}, which the rules name: hires who get it are retried, then deferred as group-not-granted`,
        remedy:
          'Restore the group under this id; or correct or remove it in the rules, and deploy the stack again.',
      })),
    );
  });

  test('are not checked while the directory is down', async () => {
    service.stack.directory.faults.always(LOOK_UPS[target] ?? '', { kind: 'unavailable' });
    const findings = await check();
    service.stack.directory.faults.clear();

    expect(findings).toEqual([
      {
        check: 'groups',
        state: 'not-checked',
        found: expect.stringMatching(
          `^group ${groups[0]} and ${groups.length - 1} more could not be looked up: .*\\[target-unavailable\\]$`,
        ),
      },
    ]);
  });

  test('need no local file, and no look-up where the stack has no rules', async () => {
    const findings = await check({ AccessRulesVersion: 'none' });

    expect(findings).toMatchObject([{ state: 'ok', found: 'the stack has no rules of groups' }]);
  });

  test('are not known of a stack that an earlier version deployed', async () => {
    const { AccessRulesVersion: _, ...outputs } = service.operated.outputs;
    const findings = await checkGroups({ ...service.operated, outputs }, signal);

    expect(findings).toMatchObject([
      {
        state: 'not-checked',
        found: 'the outputs of the stack do not name its rules: an earlier version deployed it',
      },
    ]);
  });

  test('are told from a look-up that is denied, with what is missing', async () => {
    service.stack.directory.faults.always(LOOK_UPS[target] ?? '', { kind: 'access-denied' });
    const [finding, ...others] = await check();
    service.stack.directory.faults.clear();

    expect(others).toEqual([]);
    expect(finding).toMatchObject(DENIED[target] ?? {});
  });
});

/** AWS asks for a permission of the operator's own; a SCIM server for the function's token. */
const DENIED: Readonly<Record<string, object>> = {
  finspace: {
    state: 'not-checked',
    found: expect.stringContaining('your role needs finspace:GetPermissionGroup'),
  },
  'identity-center': {
    state: 'not-checked',
    found: expect.stringContaining('your role needs identitystore:DescribeGroup'),
  },
  scim: {
    state: 'problem',
    found: expect.stringContaining("the directory denies the function's token to read group"),
    remedy: 'Allow the token to read groups and to add members.',
  },
};

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ScimUserSeed } from '../../../local/directories/scim/users.ts';
import { ADA, HOUR_MS, hire } from '../../support/bodies/hires.ts';
import {
  answering,
  type ScimHarness,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import { type EngineHarness, startEngineHarness } from '../../support/engine/engine-harness.ts';
import { groupRulesWith } from '../../support/engine/group-rules.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const TERMS = {
  forwarded: ['department'],
  allowedValues: { department: ['sales', 'support'], userType: ['Employee'] },
} as const;

let engine: EngineHarness;
let harness: ScimHarness;
afterEach(async () => {
  await Promise.all([engine.stop(), harness.stop()]);
});

async function start(options: { filters?: boolean; uniqueUserNames: boolean }): Promise<void> {
  engine = await startEngineHarness();
  const deps = { profile: TERMS };
  harness = await startScimHarness({ ...options, clock: engine.clock, deps });
  harness.server.addGroup('group-1');
  harness.server.addGroup('group-2');
}

/** The account was there before the hire. */
function add(seed: Partial<ScimUserSeed>) {
  const name = { givenName: 'Ada', familyName: 'Lovelace' };
  harness.server.addUser({ userName: 'other@example.com' });
  harness.server.addUser({ userName: ADA, externalId: 'E-1', name, ...seed });
  engine.clock.advance(HOUR_MS);
}

function deliver() {
  const { target } = harness;
  const body = hire({ employeeId: 'E-1', department: 'sales', userType: 'Employee' });
  const groupRules = groupRulesWith({ grantToExisting: true });
  return engine.deliver([{ body, messageId: 'm-1' }], { ports: { target, groupRules } });
}
const groupsGranted = () => harness.server.memberships().map(({ group }) => group);

describe.each([
  ['a filter', { uniqueUserNames: false }],
  ['listing', { uniqueUserNames: false, filters: false }],
])('an account that is found by %s', (_, options) => {
  beforeEach(() => start(options));

  test.each([
    ['core', { userType: 'Administrator' }],
    ['enterprise', { [ENTERPRISE]: { department: 'board' } }],
  ])('is not taken over with a value that is not allowed: %s', async (_, seed) => {
    add(seed);
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing-user-outside-policy']);
    expect(groupsGranted()).toEqual([]);
  });

  test('differs where it has another value', async () => {
    add({ [ENTERPRISE]: { department: 'support' } });
    await deliver();

    expect((await engine.events())[0]?.data).toMatchObject({ outcome: 'existing', differs: true });
  });

  test.each([
    ['the same values', { userType: 'Employee', [ENTERPRISE]: { department: 'sales' } }],
    ['no profile', {}],
  ])('is taken over with %s', async (_, seed) => {
    add(seed);
    await deliver();

    const { data } = (await engine.events())[0] ?? {};
    expect(data).toMatchObject({ outcome: 'existing' });
    expect(data).not.toHaveProperty('differs');
    expect(groupsGranted()).toEqual(['group-1', 'group-2']);
  });
});

test('an account that no filter shows is not taken over with a value that is not allowed', async () => {
  await start({ uniqueUserNames: true });
  add({ userName: ADA, externalId: '', userType: 'Administrator' });
  harness.quirk(
    answering('ListUsers', (answer, { path }) =>
      path.includes('filter=') ? withBody(answer, { Resources: [], totalResults: 0 }) : undefined,
    ),
  );
  await deliver();

  expect(await engine.outcomes()).toEqual(['existing-user-outside-policy']);
});

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
  forwarded: ['department', 'phoneNumber'],
  allowedValues: {
    department: ['sales', 'support'],
    userType: ['Employee'],
    phoneNumber: ['+44 20 7946 0000', '+44 20 7946 0001'],
  },
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
  const body = hire({
    employeeId: 'E-1',
    department: 'sales',
    userType: 'Employee',
    phoneNumber: '+44 20 7946 0001',
  });
  const groupRules = groupRulesWith({ grantToExisting: true });
  return engine.deliver([{ body, messageId: 'm-1' }], { ports: { target, groupRules } });
}
/** Whatever the server keeps, it shows these members of the account. */
function showing(members: object): void {
  const isHers = ({ externalId }: { externalId?: string }) => externalId === 'E-1';
  harness.quirk(
    answering('ListUsers', (answer) => {
      const { Resources: users = [] } = JSON.parse(answer.body);
      if (answer.status !== 200) return undefined;
      const shown = users.map((user: object) => (isHers(user) ? { ...user, ...members } : user));
      return withBody(answer, { Resources: shown });
    }),
  );
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

  test('is not taken over with a phone number that is not allowed', async () => {
    add({});
    showing({ phoneNumbers: [{ value: '+44 20 7946 0002' }] });
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing-user-outside-policy']);
  });

  test('is not taken over with a list in place of an allowed value', async () => {
    add({});
    showing({ userType: ['Administrator', 'Employee'] });
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing-user-outside-policy']);
  });

  test.each([
    ['an object', { userType: { value: 'Administrator' } }],
    ['a boolean', { userType: true }],
    ['a fraction', { userType: 1.5 }],
    ['a list, in the extension', { [ENTERPRISE]: { department: ['board', 'sales'] } }],
    ['a list of extensions', { [ENTERPRISE]: [{ department: 'board' }] }],
    [
      'a phone number more',
      { phoneNumbers: [{ value: '+44 20 7946 0000' }, { value: '+44 20 7946 0002' }] },
    ],
    ['a phone number that is an object', { phoneNumbers: [{ value: { number: 1 } }] }],
  ])('is not taken over with a bounded value that is %s', async (_, members) => {
    add({});
    showing(members);
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing-user-outside-policy']);
  });

  test.each([
    ['null', { userType: null, [ENTERPRISE]: null, phoneNumbers: null }],
    ['empty', { userType: '', [ENTERPRISE]: {}, phoneNumbers: [] }],
    ['an empty list', { userType: [], [ENTERPRISE]: [], phoneNumbers: [{ value: '' }] }],
    [
      'an allowed phone number in another form',
      { phoneNumbers: [{ value: 'tel:+44-20-7946-0000' }] },
    ],
    [
      'one phone number in two forms',
      { phoneNumbers: [{ value: 'tel:+44-20-7946-0000' }, { value: '+44 20 7946 0000' }] },
    ],
  ])('is taken over where what is bounded is %s', async (_, members) => {
    add({});
    showing(members);
    await deliver();

    const { data } = (await engine.events())[0] ?? {};
    expect(data).toMatchObject({ outcome: 'existing' });
    expect(data).not.toHaveProperty('differs');
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

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PROFILE_FIELDS, type Profile } from '../../../src/contracts/profile-fields.ts';
import {
  creationOf,
  insteadOf,
  type ScimHarness,
  scimError,
  startScimHarness,
} from '../../support/directories/scim-harness.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const inTime = new AbortController().signal;
const WHOLE: Profile = {
  title: 'Analyst',
  userType: 'Employee',
  department: 'Trading',
  division: 'Markets',
  organization: 'Example Bank',
  costCenter: '4711',
  manager: 'user-7',
  phoneNumber: '+44 20 7946 0000',
  preferredLanguage: 'en-GB',
  locale: 'en-GB',
  timezone: 'Europe/London',
};

let harness: ScimHarness;
beforeEach(async () => {
  const profile = { forwarded: PROFILE_FIELDS, allowedValues: {} };
  harness = await startScimHarness({ deps: { enforcesUniqueness: false, profile } });
});
afterEach(() => harness.stop());

const create = (profile?: Profile) =>
  harness.target.create({ ...creationOf(harness.target), ...(profile && { profile }) }, inTime);

describe('a profile', () => {
  test('is sent as attributes of the core and of the enterprise extension', async () => {
    await create(WHOLE);

    expect(JSON.parse(harness.requests[0]?.body ?? '')).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE],
      title: 'Analyst',
      userType: 'Employee',
      preferredLanguage: 'en-GB',
      locale: 'en-GB',
      timezone: 'Europe/London',
      phoneNumbers: [{ value: '+44 20 7946 0000', type: 'work' }],
      [ENTERPRISE]: {
        costCenter: '4711',
        organization: 'Example Bank',
        division: 'Markets',
        department: 'Trading',
        manager: { value: 'user-7' },
      },
    });
  });

  test('without a field of the extension is sent without the extension', async () => {
    await create({ title: 'Analyst' });

    const sent = JSON.parse(harness.requests[0]?.body ?? '');
    expect(sent.schemas).toEqual(['urn:ietf:params:scim:schemas:core:2.0:User']);
    expect(sent).not.toHaveProperty([ENTERPRISE]);
  });

  test('is read as it was sent, but for the phone number, which servers bring into another form', async () => {
    const created = await create(WHOLE);
    const userId = created.kind === 'created' ? created.userId : created.kind;
    const { phoneNumber: _, ...shown } = WHOLE;

    expect(await harness.target.get(userId, inTime)).toMatchObject({
      kind: 'present',
      user: { profile: shown },
    });
  });

  test('is read in the same way where all users are listed', async () => {
    await create(WHOLE);
    const { phoneNumber: _, ...shown } = WHOLE;
    harness.quirk(({ path }, phase) =>
      phase === 'before' && path.includes('filter=') ? scimError(400) : undefined,
    );
    const signals = { pause: inTime, abort: inTime };

    expect(await harness.target.find('zoe@example.com', undefined, signals)).toMatchObject({
      kind: 'found',
      users: [{ profile: shown }],
    });
  });

  test('is read without the fields that the server does not show', async () => {
    const created = await create({ department: 'Trading' });
    const userId = created.kind === 'created' ? created.userId : created.kind;

    expect(await harness.target.get(userId, inTime)).toHaveProperty('user.profile', {
      department: 'Trading',
    });
  });
});

test.each([
  ["The attribute 'department' is too long", ['department']],
  ['costCenter is not known', ['costCenter']],
  ['Ask the manager of your organization', []],
])('a refusal names the field: %s', async (detail, fields) => {
  harness.quirk(insteadOf('CreateUser', scimError(400, { detail })));

  expect(await create(WHOLE)).toMatchObject({ kind: 'rejected', details: { fields } });
});

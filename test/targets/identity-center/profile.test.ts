import { DescribeUserCommand } from '@aws-sdk/client-identitystore';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../../local/directories/identity-center/server.ts';
import { PROFILE_FIELDS, type Profile } from '../../../src/contracts/profile-fields.ts';
import type { Creation } from '../../../src/provisioning/ports.ts';
import { createIdentityCenterTarget } from '../../../src/targets/identity-center/target.ts';
import { createTestClient } from './wire.ts';

const IdentityStoreId = 'd-0000000001';
const ENTERPRISE = 'aws:identitystore:enterprise';
const inTime = new AbortController().signal;
const WHOLE: Profile = {
  title: 'Analyst',
  userType: 'Employee',
  department: 'Trading',
  division: 'Markets',
  organization: 'Example Bank',
  costCenter: '4711',
  manager: '9067642ac7-2f8b1c60-0f8b-4c6e-9d4b-6c1f3a2b1c0d',
  phoneNumber: '+44 20 7946 0000',
  preferredLanguage: 'en-GB',
  locale: 'en-GB',
  timezone: 'Europe/London',
};

let directory: IdentityCenterDouble;
beforeEach(async () => {
  directory = await startIdentityCenterDouble();
});
afterEach(() => directory.stop());

const target = () =>
  createIdentityCenterTarget({
    client: createTestClient(directory.endpoint),
    identityStoreId: IdentityStoreId,
    userNaming: 'address',
    profile: { forwarded: PROFILE_FIELDS, allowedValues: {} },
  });
async function create(changes: Partial<Creation>): Promise<string> {
  const created = await target().create(
    {
      fields: {
        emailAddress: 'zoe@example.com',
        type: 'APP_USER',
        apiAccess: 'DISABLED',
        firstName: 'Zoë',
        lastName: "O'Neill",
      },
      clientToken: 'token-1',
      personKey: 'user#1',
      ...changes,
    },
    inTime,
  );
  return created.kind === 'created' ? created.userId : created.kind;
}

describe('a profile', () => {
  test('is stored as members of the user and of the enterprise extension', async () => {
    const UserId = await create({ profile: WHOLE, employeeId: 'E-7' });
    const command = new DescribeUserCommand({ IdentityStoreId, UserId, Extensions: [ENTERPRISE] });

    expect(await createTestClient(directory.endpoint).send(command)).toMatchObject({
      Title: 'Analyst',
      UserType: 'Employee',
      PreferredLanguage: 'en-GB',
      Locale: 'en-GB',
      Timezone: 'Europe/London',
      PhoneNumbers: [{ Value: '+44 20 7946 0000', Type: 'work', Primary: true }],
      Extensions: {
        [ENTERPRISE]: {
          employeeNumber: 'E-7',
          costCenter: '4711',
          organization: 'Example Bank',
          division: 'Markets',
          department: 'Trading',
          manager: { value: WHOLE.manager },
        },
      },
    });
  });

  test('is read as it was stored', async () => {
    const userId = await create({ profile: WHOLE, employeeId: 'E-7' });

    expect(await target().get(userId, inTime)).toMatchObject({
      kind: 'present',
      user: { employeeId: 'E-7', profile: WHOLE },
    });
  });

  test('that an account does not have is read as empty', async () => {
    const userId = await create({});
    const empty = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, '']));

    expect(await target().get(userId, inTime)).toHaveProperty('user.profile', empty);
  });

  test('is shown without its extension to a caller that does not ask for it', async () => {
    const UserId = await create({ profile: WHOLE });
    const command = new DescribeUserCommand({ IdentityStoreId, UserId });

    expect(await createTestClient(directory.endpoint).send(command)).not.toHaveProperty(
      'Extensions',
    );
  });
});

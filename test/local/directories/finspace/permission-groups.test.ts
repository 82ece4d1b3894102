import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { signedFetch } from '../../../support/aws/signed-fetch.ts';
import { createFinspaceV2Client } from '../../../support/directories/finspace-v2-client.ts';
import { createManualClock, type ManualClock } from '../../../support/time/manual-clock.ts';

const TEN_MINUTES_MS = 600_000;
const ADA_IN_TRADING = { permissionGroupId: 'trading', userId: 'ada', clientToken: 'token-1' };
const MEMBERSHIP = { group: 'trading', userId: 'ada' };

let clock: ManualClock;
let double: FinspaceDouble;
let client: ReturnType<typeof createFinspaceV2Client>;

beforeEach(async () => {
  clock = createManualClock(Date.parse('2026-03-02T09:00:00Z'));
  double = await startFinspaceDouble({ clock });
  client = createFinspaceV2Client(double.endpoint);
  double.addUser({ emailAddress: 'ada@example.com', userId: 'ada' });
  double.addGroup('trading');
});

afterEach(() => double.stop());

const associate = (changes = {}) =>
  client.associateUserToPermissionGroup({ ...ADA_IN_TRADING, ...changes }).promise();

test('AssociateUserToPermissionGroup adds a user to a group, and says its status', async () => {
  expect(await associate()).toEqual({ statusCode: 200 });
  expect(double.memberships()).toEqual([MEMBERSHIP]);
});

test.each([
  ['group', 'permissionGroupId', { permissionGroupId: 'none' }],
  ['user', 'userId', { userId: 'none' }],
])(
  'AssociateUserToPermissionGroup does not find a %s, and names the %s',
  async (_, reason, changes) => {
    await expect(associate(changes)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      statusCode: 404,
      reason,
    });
    expect(double.memberships()).toEqual([]);
  },
);

test('AssociateUserToPermissionGroup refuses a member under another token', async () => {
  await associate();

  await expect(associate({ clientToken: 'token-2' })).rejects.toMatchObject({
    code: 'ConflictException',
    statusCode: 409,
  });
  expect(double.memberships()).toEqual([MEMBERSHIP]);
});

describe('a client token of AssociateUserToPermissionGroup', () => {
  test('makes a repeated call succeed', async () => {
    await associate();
    clock.advance(TEN_MINUTES_MS - 1);

    expect(await associate()).toEqual({ statusCode: 200 });
    expect(double.memberships()).toEqual([MEMBERSHIP]);
  });

  test('is forgotten ten minutes after its first success', async () => {
    await associate();
    clock.advance(TEN_MINUTES_MS);

    await expect(associate()).rejects.toMatchObject({ code: 'ConflictException' });
  });

  test('is refused with another group', async () => {
    double.addGroup('sales');
    await associate();

    await expect(associate({ permissionGroupId: 'sales' })).rejects.toMatchObject({
      code: 'ValidationException',
      reason: 'clientToken',
    });
  });

  test('can be used again after a call that was refused', async () => {
    double.removeGroup('trading');
    await expect(associate()).rejects.toMatchObject({ statusCode: 404 });
    double.addGroup('trading');

    expect(await associate()).toEqual({ statusCode: 200 });
  });
});

test('GetPermissionGroup shows a group', async () => {
  const output = await client.getPermissionGroup({ permissionGroupId: 'trading' }).promise();

  expect(output).toEqual({ permissionGroup: { permissionGroupId: 'trading' } });
});

test('GetPermissionGroup does not find a group that was removed', async () => {
  double.removeGroup('trading');

  await expect(
    client.getPermissionGroup({ permissionGroupId: 'trading' }).promise(),
  ).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    statusCode: 404,
    reason: 'permissionGroupId',
  });
});

describe('a membership ends', () => {
  beforeEach(() => associate());

  test('with its user', () => {
    double.removeUser('ada');

    expect(double.memberships()).toEqual([]);
  });

  test('with its group: a new one of the same id is empty', () => {
    double.removeGroup('trading');
    double.addGroup('trading');

    expect(double.memberships()).toEqual([]);
  });
});

test.each([
  ['permissionGroupId', `/permission-group/${'g'.repeat(27)}/users/ada`, {}],
  ['permissionGroupId', '/permission-group/%20/users/ada', {}],
  ['userId', `/permission-group/trading/users/${'u'.repeat(27)}`, {}],
  ['userId', '/permission-group/trading/users/%20', {}],
  ['clientToken', '/permission-group/trading/users/ada', { clientToken: '' }],
  ['clientToken', '/permission-group/trading/users/ada', { clientToken: 't'.repeat(129) }],
])(
  'AssociateUserToPermissionGroup refuses a %s of another form: %s %j',
  async (member, path, body) => {
    const request = { method: 'POST', path, body: JSON.stringify(body) };
    const response = await signedFetch(double.endpoint, request);

    expect(response.headers.get('x-amzn-errortype')).toBe('ValidationException');
    expect(await response.json()).toMatchObject({ reason: expect.stringContaining(member) });
    expect(double.memberships()).toEqual([]);
  },
);

describe('ListUsersByPermissionGroup', () => {
  const list = (changes = {}) =>
    client
      .listUsersByPermissionGroup({ permissionGroupId: 'trading', maxResults: 1, ...changes })
      .promise();

  test('has the users of the group, a page at a time, without their times', async () => {
    double.addUser({ emailAddress: 'joan@example.com', userId: 'joan' });
    double.addUser({ emailAddress: 'max@example.com', userId: 'max' });
    await associate();
    await associate({ userId: 'joan', clientToken: 'token-2' });

    const { users, nextToken = '' } = await list();
    const last = await list({ nextToken });

    expect(users).toEqual([
      {
        userId: 'ada',
        emailAddress: 'ada@example.com',
        type: 'APP_USER',
        status: 'ENABLED',
        apiAccess: 'DISABLED',
        membershipStatus: 'ADDITION_SUCCESS',
      },
    ]);
    expect(last).toMatchObject({ users: [{ userId: 'joan' }] });
    expect(last).not.toHaveProperty('nextToken');
  });

  test('has no user whom an administrator removed', async () => {
    await associate();
    double.removeMember('trading', 'ada');

    expect(await list()).toEqual({ users: [] });
  });

  test('does not find a group that does not exist', async () => {
    await expect(list({ permissionGroupId: 'none' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      reason: 'permissionGroupId',
    });
  });
});

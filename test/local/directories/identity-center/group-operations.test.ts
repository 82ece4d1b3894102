import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateGroupMembershipCommand,
  DescribeGroupCommand,
  type IdentitystoreClient,
  IsMemberInGroupsCommand,
} from '@aws-sdk/client-identitystore';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../../../local/directories/identity-center/server.ts';
import { createTestClient } from '../../../targets/identity-center/wire.ts';

const IdentityStoreId = 'd-0000000001';
const ANALYSTS = '9067642ac7-5b1f2d34-8c6e-4a1f-9d0b-2e7c4a6f8b10';
const TRADERS = '0d3c8a52-71e4-4b9f-a6d2-5f0e9c1b7a38';
const NO_ONE = '9067642ac7-2f8b1c60-0f8b-4c6e-9d4b-6c1f3a2b1c0d';

let double: IdentityCenterDouble;
let client: IdentitystoreClient;
let userId: string;
beforeEach(async () => {
  double = await startIdentityCenterDouble();
  client = createTestClient(double.endpoint);
  ({ userId } = double.addUser({ emailAddress: 'zoe@example.com' }));
  double.addGroup(ANALYSTS);
  double.addGroup(TRADERS);
});
afterEach(async () => {
  client.destroy();
  await double.stop();
});

const add = (GroupId = ANALYSTS, UserId = userId, store = IdentityStoreId) =>
  client.send(
    new CreateGroupMembershipCommand({ IdentityStoreId: store, GroupId, MemberId: { UserId } }),
  );
const isMember = (GroupIds: string[], UserId = userId, store = IdentityStoreId) =>
  client.send(
    new IsMemberInGroupsCommand({ IdentityStoreId: store, GroupIds, MemberId: { UserId } }),
  );
const describeGroup = (GroupId: string, store = IdentityStoreId) =>
  client.send(new DescribeGroupCommand({ IdentityStoreId: store, GroupId }));

describe('a membership', () => {
  test('has an id, and is in its group only', async () => {
    expect(await add()).toMatchObject({
      IdentityStoreId,
      MembershipId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(double.memberships()).toEqual([{ userId, group: ANALYSTS }]);
  });

  test('exists once', async () => {
    await add();

    await expect(add()).rejects.toMatchObject({
      name: 'ConflictException',
      Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION',
      $metadata: { httpStatusCode: 400 },
    });
    expect(double.memberships()).toEqual([{ userId, group: ANALYSTS }]);
  });

  test('is shown by group, in the order of the request', async () => {
    await add(TRADERS);
    const MemberId = { UserId: userId };

    expect(await isMember([ANALYSTS, TRADERS])).toMatchObject({
      Results: [
        { GroupId: ANALYSTS, MemberId, MembershipExists: false },
        { GroupId: TRADERS, MemberId, MembershipExists: true },
      ],
    });
  });

  test('ends with its user', async () => {
    await add();
    double.removeUser(userId);

    expect(double.memberships()).toEqual([]);
  });

  test('ends with its group, and does not come back with the id', async () => {
    await add();
    double.removeGroup(ANALYSTS);
    double.addGroup(ANALYSTS);

    expect(double.memberships()).toEqual([]);
  });
});

test('a group is described by its id', async () => {
  expect(await describeGroup(ANALYSTS)).toMatchObject({ IdentityStoreId, GroupId: ANALYSTS });
});

test.each([
  ['a membership in no group', () => add(NO_ONE), 'GROUP'],
  ['a membership of no user', () => add(ANALYSTS, NO_ONE), 'USER'],
  ['a membership in no store', () => add(ANALYSTS, userId, 'd-0000000002'), 'IDENTITY_STORE'],
  ['a look-up in no group', () => isMember([ANALYSTS, NO_ONE]), 'GROUP'],
  ['a look-up of no user', () => isMember([ANALYSTS], NO_ONE), 'USER'],
  ['a look-up in no store', () => isMember([ANALYSTS], userId, 'd-0000000002'), 'IDENTITY_STORE'],
  ['a description of no group', () => describeGroup(NO_ONE), 'GROUP'],
  ['a description in no store', () => describeGroup(ANALYSTS, 'd-0000000002'), 'IDENTITY_STORE'],
])('%s finds nothing, and says what', async (_, call, ResourceType) => {
  await expect(call()).rejects.toMatchObject({ name: 'ResourceNotFoundException', ResourceType });
});

test.each([
  ['a group that is a name', () => add('Analysts')],
  ['an empty group', () => add('')],
  ['48 characters of a group', () => add(`0${ANALYSTS}`)],
  ['a user that is a name', () => add(ANALYSTS, 'zoe')],
  ['a look-up in no groups', () => isMember([])],
  ['a look-up in 101 groups', () => isMember(Array(101).fill(ANALYSTS))],
  ['a look-up in a group that is a name', () => isMember([ANALYSTS, 'Traders'])],
  ['a description of a group that is a name', () => describeGroup('Analysts')],
])('%s is not valid', async (_, call) => {
  await expect(call()).rejects.toMatchObject({ name: 'ValidationException' });
  expect(double.memberships()).toEqual([]);
});

test('a membership beyond the quota is refused', async () => {
  double.faults.next('CreateGroupMembership', { kind: 'limit-exceeded' });

  await expect(add()).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
  expect(double.memberships()).toEqual([]);
});

test('groups and memberships outlive the process where there is a folder', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'joiner-identity-center-'));
  const before = await startIdentityCenterDouble({ dataDir });
  const zoe = before.addUser({ emailAddress: 'zoe@example.com' });
  before.addGroup(ANALYSTS);
  const input = { IdentityStoreId, GroupId: ANALYSTS, MemberId: { UserId: zoe.userId } };
  const clientBefore = createTestClient(before.endpoint);
  await clientBefore.send(new CreateGroupMembershipCommand(input));
  clientBefore.destroy();
  await before.stop();
  const after = await startIdentityCenterDouble({ dataDir });

  expect(after.memberships()).toEqual([{ userId: zoe.userId, group: ANALYSTS }]);
  await after.stop();
  await rm(dataDir, { recursive: true });
});

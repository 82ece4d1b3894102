import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateUserCommand,
  type CreateUserRequest,
  DescribeUserCommand,
  GetUserIdCommand,
  type IdentitystoreClient,
  ListUsersCommand,
  paginateListUsers,
} from '@aws-sdk/client-identitystore';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../../../local/directories/identity-center/server.ts';
import { signedFetch } from '../../../support/aws/signed-fetch.ts';
import { createTestClient } from '../../../targets/identity-center/wire.ts';

const IDENTITY_STORE_ID = 'd-0000000001';
const ZOE: CreateUserRequest = {
  IdentityStoreId: IDENTITY_STORE_ID,
  UserName: 'zoe',
  Name: { GivenName: 'Zoë', FamilyName: "O'Neill" },
  DisplayName: "Zoë O'Neill",
  Emails: [{ Value: 'zoe@example.com', Type: 'work', Primary: true }],
};

let double: IdentityCenterDouble;
let client: IdentitystoreClient;
beforeEach(async () => {
  double = await startIdentityCenterDouble({
    clock: { now: () => 1_700_000_000_000 },
    pageSize: 2,
  });
  client = createTestClient(double.endpoint);
});
afterEach(async () => {
  client.destroy();
  await double.stop();
});

const create = (changes: Partial<CreateUserRequest> = {}) =>
  client.send(new CreateUserCommand({ ...ZOE, ...changes }));
const getId = (AttributePath: string, AttributeValue: string) =>
  client.send(
    new GetUserIdCommand({
      IdentityStoreId: IDENTITY_STORE_ID,
      AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } },
    }),
  );

test('a user that was created is described as AWS’s own client reads it', async () => {
  const { UserId } = await create();

  expect(
    await client.send(new DescribeUserCommand({ IdentityStoreId: IDENTITY_STORE_ID, UserId })),
  ).toMatchObject({
    ...ZOE,
    UserId: expect.stringMatching(/^[0-9a-f]{10}-[0-9a-f-]{36}$/),
    UserStatus: 'ENABLED',
    CreatedAt: new Date(1_700_000_000_000),
  });
});

describe('one user', () => {
  test.each([
    ['a user name', { Emails: [{ Value: 'other@example.com', Primary: true }] }],
    ['a user name in other letter case', { UserName: 'ZOE', Emails: [{ Value: 'o@example.com' }] }],
    ['an address', { UserName: 'other' }],
    ['an address in other letter case', { UserName: 'o', Emails: [{ Value: 'Zoe@example.com' }] }],
  ])('one user has %s', async (_, changes) => {
    await create();

    await expect(create(changes)).rejects.toMatchObject({
      name: 'ConflictException',
      Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION',
      $metadata: { httpStatusCode: 400 },
    });
    expect(double.users()).toHaveLength(1);
  });

  test.each([
    ['userName', 'zoe'],
    ['userName', 'Zoe'],
    ['emails.value', 'zoe@example.com'],
  ])('one user is found by %s %s', async (path, value) => {
    const { UserId } = await create();

    expect(await getId(path, value)).toMatchObject({ UserId });
  });
});

test.each([
  ['of no user', () => getId('userName', 'nobody'), 'USER'],
  [
    'in a store that is not there',
    () => create({ IdentityStoreId: 'd-0000000002' }),
    'IDENTITY_STORE',
  ],
])('a call %s finds nothing, and says what', async (_, call, ResourceType) => {
  await expect(call()).rejects.toMatchObject({ name: 'ResourceNotFoundException', ResourceType });
});

test.each<[string, Partial<CreateUserRequest>]>([
  ['without a family name', { Name: { GivenName: 'Zoë' } }],
  ['without a display name', { DisplayName: undefined }],
  ['with a space in the user name', { UserName: 'zo e' }],
  ['with 129 characters of a user name', { UserName: 'z'.repeat(129) }],
  ['with a user name that AWS reserves', { UserName: 'Administrator' }],
  ['with two addresses', { Emails: [{ Value: 'a@example.com' }, { Value: 'b@example.com' }] }],
  ['with a control character in a name', { Name: { GivenName: 'Zo\u0007', FamilyName: 'N' } }],
])('a user %s is refused', async (_, changes) => {
  await expect(create(changes)).rejects.toMatchObject({ name: 'ValidationException' });
  expect(double.users()).toEqual([]);
});

test('all users are listed once, page by page', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    double.addUser({ emailAddress: `${name}@example.com` });
  const pages: number[] = [];
  for await (const { Users = [] } of paginateListUsers(
    { client },
    { IdentityStoreId: IDENTITY_STORE_ID },
  ))
    pages.push(Users.length);

  expect(pages).toEqual([2, 2, 1]);
});

test.each(['x', '-1', '99'])(
  'page token %s, which it did not give, is refused',
  async (NextToken) => {
    await expect(
      client.send(new ListUsersCommand({ IdentityStoreId: IDENTITY_STORE_ID, NextToken })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  },
);

test('a signature for another service is refused', async () => {
  const response = await signedFetch(double.endpoint, {
    method: 'POST',
    path: '/',
    service: 'finspace-api',
  });

  expect(response.status).toBe(403);
});

test('users outlive the process where there is a folder', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'joiner-identity-center-'));
  const before = await startIdentityCenterDouble({ dataDir });
  before.addUser({ emailAddress: 'zoe@example.com' });
  await before.stop();
  const after = await startIdentityCenterDouble({ dataDir });

  expect(after.users()).toEqual(before.users());
  await after.stop();
  await rm(dataDir, { recursive: true });
});

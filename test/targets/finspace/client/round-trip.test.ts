import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import {
  AssociateUserToPermissionGroupCommand,
  CreateUserCommand,
  GetUserCommand,
  ListUsersCommand,
} from '../../../../src/targets/finspace/client/commands.ts';
import {
  ConflictException,
  ResourceNotFoundException,
  ValidationException,
} from '../../../../src/targets/finspace/client/errors.ts';
import type { FinspaceDataClient } from '../../../../src/targets/finspace/client/finspace-data-client.ts';
import { GetPermissionGroupCommand } from '../../../../src/targets/finspace/client/get-permission-group.ts';
import { GetProgrammaticAccessCredentialsCommand } from '../../../../src/targets/finspace/client/get-programmatic-access-credentials.ts';
import { paginateListUsers } from '../../../../src/targets/finspace/client/list-users-paginator.ts';
import { createTestClient } from '../../../support/directories/finspace-client.ts';

const NOW_MS = 1_700_000_000_000;
const zoe = {
  emailAddress: 'zoe@example.com',
  type: 'SUPER_USER',
  firstName: 'Zoë \u{1F600} "quoted"',
  lastName: "O'Neill-大川 \\ \t/",
  apiAccess: 'ENABLED',
  apiAccessPrincipalArn: 'arn:aws:iam::111122223333:role/path/hire+role',
} as const;

let directory: FinspaceDouble;
let client: FinspaceDataClient;

beforeEach(async () => {
  directory = await startFinspaceDouble({ clock: { now: () => NOW_MS }, pageSize: 2 });
  client = createTestClient(directory.endpoint);
});

afterEach(async () => {
  client.destroy();
  await directory.stop();
});

describe('a service that checks signature, input and paging takes', () => {
  test('CreateUser, every field unharmed', async () => {
    const { userId } = await client.send(new CreateUserCommand(zoe));

    expect(directory.users()).toEqual([expect.objectContaining({ ...zoe, userId })]);
  });

  test('GetUser, every field unharmed', async () => {
    const { userId } = directory.addUser({ ...zoe, lastLoginTime: NOW_MS });

    const { $metadata, ...user } = await client.send(new GetUserCommand({ userId }));

    expect(user).toEqual(directory.users()[0]);
  });

  test('GetUser of an id that needs escaping', async () => {
    const userId = "a/b c+d!*'()~ü?#&=%2F;大";
    directory.addUser({ ...zoe, userId });

    const user = await client.send(new GetUserCommand({ userId }));

    expect(user.emailAddress).toBe('zoe@example.com');
  });

  test('AssociateUserToPermissionGroup, and says its status', async () => {
    directory.addGroup('group-1');
    const { userId } = directory.addUser(zoe);
    const input = { permissionGroupId: 'group-1', userId };

    const output = await client.send(new AssociateUserToPermissionGroupCommand(input));

    expect(output.statusCode).toBe(200);
    expect(directory.memberships()).toEqual([{ group: 'group-1', userId }]);
  });

  test('AssociateUserToPermissionGroup of ids that need escaping', async () => {
    const [permissionGroupId, userId] = ["a/b c+d!*'()~ü?#&=%2F;大", '../%2e?x=1/users/大'];
    directory.addGroup(permissionGroupId);
    directory.addUser({ ...zoe, userId });

    await client.send(new AssociateUserToPermissionGroupCommand({ permissionGroupId, userId }));

    expect(directory.memberships()).toEqual([{ group: permissionGroupId, userId }]);
  });

  test('GetPermissionGroup of an id that needs escaping', async () => {
    const permissionGroupId = "a/b c+d!*'()~ü?#&=%2F;大";
    directory.addGroup(permissionGroupId);

    const output = await client.send(new GetPermissionGroupCommand({ permissionGroupId }));

    expect(output.permissionGroup).toEqual({ permissionGroupId });
  });

  test.each([[1], [60], [undefined]])(
    'GetProgrammaticAccessCredentials for %s minutes',
    async (durationInMinutes) => {
      const command = new GetProgrammaticAccessCredentialsCommand({
        environmentId: 'n4vv',
        durationInMinutes,
      });

      expect(await client.send(command)).toMatchObject({
        credentials: {
          accessKeyId: expect.any(String),
          secretAccessKey: expect.any(String),
          sessionToken: expect.any(String),
        },
        durationInMinutes: durationInMinutes ?? 60,
      });
    },
  );

  test('ListUsers, page by page', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      directory.addUser({ emailAddress: `${name}@example.com` });
    }

    const pages: (readonly (string | undefined)[])[] = [];
    for await (const { users = [] } of paginateListUsers({ client }, { maxResults: 100 })) {
      pages.push(users.map(({ emailAddress }) => emailAddress));
    }

    expect(pages).toEqual([
      ['a@example.com', 'b@example.com'],
      ['c@example.com', 'd@example.com'],
      ['e@example.com'],
    ]);
  });

  test('temporary credentials', async () => {
    const sessionToken = 'session/1+==';
    const credentials = { accessKeyId: 'temporary', secretAccessKey: 'secret', sessionToken };
    await directory.stop();
    directory = await startFinspaceDouble({ credentials: [credentials] });
    const temporary = createTestClient(directory.endpoint, { credentials });

    const { userId } = await temporary.send(new CreateUserCommand(zoe));

    expect(directory.users()).toEqual([expect.objectContaining({ userId })]);
    temporary.destroy();
  });
});

describe('a service that checks them refuses', () => {
  test('a signature by another key', async () => {
    const stranger = createTestClient(directory.endpoint, {
      credentials: { accessKeyId: 'test', secretAccessKey: 'guessed' },
    });

    await expect(stranger.send(new CreateUserCommand(zoe))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 403 },
    });
    expect(directory.users()).toHaveLength(0);
    stranger.destroy();
  });

  test('an address that is taken, as ConflictException', async () => {
    directory.addUser(zoe);

    const refusal = client.send(new CreateUserCommand(zoe));

    await expect(refusal).rejects.toBeInstanceOf(ConflictException);
    await expect(refusal).rejects.toMatchObject({
      reason: 'emailAddress',
      $metadata: { httpStatusCode: 409, requestId: expect.any(String), attempts: 1 },
    });
  });

  test('an address without a domain, as ValidationException', async () => {
    const refusal = client.send(new CreateUserCommand({ ...zoe, emailAddress: 'zoe' }));

    await expect(refusal).rejects.toBeInstanceOf(ValidationException);
    await expect(refusal).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });

  test.each([0, 61, 720])(
    'a session of %s minutes, as ValidationException',
    async (durationInMinutes) => {
      const refusal = client.send(
        new GetProgrammaticAccessCredentialsCommand({ environmentId: 'n4vv', durationInMinutes }),
      );

      await expect(refusal).rejects.toBeInstanceOf(ValidationException);
    },
  );

  test('a page of no size, as ValidationException', async () => {
    const refusal = client.send(new ListUsersCommand({ maxResults: undefined }));

    await expect(refusal).rejects.toBeInstanceOf(ValidationException);
  });

  test('a user that is not there, as ResourceNotFoundException', async () => {
    const refusal = client.send(new GetUserCommand({ userId: 'nobody' }));

    await expect(refusal).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(refusal).rejects.toMatchObject({ reason: 'userId' });
  });

  test.each([
    ['a group', 'permissionGroupId', { permissionGroupId: 'none', userId: 'user-1' }],
    ['a member', 'userId', { permissionGroupId: 'group-1', userId: 'none' }],
  ])('%s that is not there, as ResourceNotFoundException', async (_, reason, input) => {
    directory.addGroup('group-1');
    directory.addUser({ ...zoe, userId: 'user-1' });

    const refusal = client.send(new AssociateUserToPermissionGroupCommand(input));

    await expect(refusal).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(refusal).rejects.toMatchObject({ reason });
    expect(directory.memberships()).toEqual([]);
  });

  test('a group that is not there, as ResourceNotFoundException', async () => {
    const refusal = client.send(new GetPermissionGroupCommand({ permissionGroupId: 'none' }));

    await expect(refusal).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  test('a member of the group under another token, as ConflictException', async () => {
    directory.addGroup('group-1');
    directory.addUser({ ...zoe, userId: 'user-1' });
    const input = { permissionGroupId: 'group-1', userId: 'user-1' };
    await client.send(new AssociateUserToPermissionGroupCommand(input));

    const refusal = client.send(new AssociateUserToPermissionGroupCommand(input));

    await expect(refusal).rejects.toBeInstanceOf(ConflictException);
  });
});

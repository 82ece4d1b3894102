import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import {
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
});

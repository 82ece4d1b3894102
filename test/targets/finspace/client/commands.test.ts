import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AssociateUserToPermissionGroupCommand,
  CreateUserCommand,
  type CreateUserCommandInput,
  DisableUserCommand,
  EnableUserCommand,
  GetUserCommand,
  ListUsersCommand,
  UpdateUserCommand,
} from '../../../../src/targets/finspace/client/commands.ts';
import type { FinspaceDataClient } from '../../../../src/targets/finspace/client/finspace-data-client.ts';
import { GetPermissionGroupCommand } from '../../../../src/targets/finspace/client/get-permission-group.ts';
import { GetProgrammaticAccessCredentialsCommand } from '../../../../src/targets/finspace/client/get-programmatic-access-credentials.ts';
import { createTestClient } from '../../../support/directories/finspace-client.ts';
import {
  createFinspaceV2Client,
  type V2CreateUserInput,
} from '../../../support/directories/finspace-v2-client.ts';
import {
  json,
  type RecordedRequest,
  type RecordingServer,
  startRecordingServer,
} from '../../../support/http/recording-server.ts';

let server: RecordingServer;
let client: FinspaceDataClient;
let v2: ReturnType<typeof createFinspaceV2Client>;

beforeAll(async () => {
  server = await startRecordingServer();
  client = createTestClient(server.endpoint);
  v2 = createFinspaceV2Client(server.endpoint);
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

/** All that the service reads of a request, but for the time and the order of a body's members. */
function essence({ method, target, headers, body }: RecordedRequest) {
  const [, scope] = /Credential=test\/\d{8}\/([^,]+),/.exec(`${headers.authorization}`) ?? [];
  return {
    method,
    target,
    host: headers.host,
    contentType: headers['content-type'],
    contentLength: headers['content-length'],
    scope,
    body: body && JSON.parse(body),
  };
}

async function requestsOf(...calls: readonly (() => Promise<unknown>)[]) {
  server.script(json({}));
  for (const call of calls) await call();
  return server.requests.map(essence);
}

describe('a request is what aws-sdk 2 sends for the same input', () => {
  const everything = {
    type: 'SUPER_USER',
    firstName: 'Zoë \u{1F600} "quoted" \\ \u2028',
    lastName: "O'Neill-大川",
    apiAccess: 'ENABLED',
    apiAccessPrincipalArn: 'arn:aws:iam::111122223333:role/path/hire+role',
    clientToken: 'token-1',
  } as const;
  const awkwardIds = ['abcdefghijklmnopqrstuvwxyz', "a/b c+d!*'()~", 'ü%2F?#&=;', '大.川:@$,'];

  test.each<[string, CreateUserCommandInput & V2CreateUserInput]>([
    ['every field', { emailAddress: 'zoe.o+new@example.com', ...everything }],
    ['what is required', { emailAddress: 'a@b.co', type: 'APP_USER', clientToken: 'token-2' }],
  ])('CreateUser with %s', async (_, input) => {
    const [ours, theirs] = await requestsOf(
      () => client.send(new CreateUserCommand(input)),
      () => v2.createUser(input).promise(),
    );

    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ method: 'POST', target: '/user', body: input });
    expect(ours).toMatchObject({ scope: 'eu-west-1/finspace-api/aws4_request' });
  });

  test.each(awkwardIds)('GetUser %s', async (userId) => {
    const [ours, theirs] = await requestsOf(
      () => client.send(new GetUserCommand({ userId })),
      () => v2.getUser({ userId }).promise(),
    );

    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ method: 'GET', body: '' });
  });

  test.each([undefined, 'plain', 'a/b=+& %2B', "ü==!*'()", '\u{1F600}'])(
    'ListUsers from page token %s',
    async (nextToken) => {
      const input = { maxResults: 100, ...(nextToken && { nextToken }) };
      const [ours, theirs] = await requestsOf(
        () => client.send(new ListUsersCommand(input)),
        () => v2.listUsers(input).promise(),
      );

      expect(ours).toEqual(theirs);
      expect(ours).toMatchObject({ method: 'GET', body: '' });
    },
  );

  test.each(awkwardIds)('UpdateUser %s', async (userId) => {
    const input = { userId, ...everything };
    const [ours, theirs] = await requestsOf(
      () => client.send(new UpdateUserCommand(input)),
      () => v2.updateUser(input).promise(),
    );

    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ method: 'PUT', body: everything });
  });

  test.each(awkwardIds)('EnableUser %s', async (userId) => {
    const input = { userId, clientToken: 'token-3' };
    const [ours, theirs] = await requestsOf(
      () => client.send(new EnableUserCommand(input)),
      () => v2.enableUser(input).promise(),
    );

    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ method: 'POST', body: { clientToken: 'token-3' } });
  });

  test.each(awkwardIds)('DisableUser %s', async (userId) => {
    const input = { userId, clientToken: 'token-4' };
    const [ours, theirs] = await requestsOf(
      () => client.send(new DisableUserCommand(input)),
      () => v2.disableUser(input).promise(),
    );

    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ method: 'POST', body: { clientToken: 'token-4' } });
  });

  test.each(awkwardIds)('AssociateUserToPermissionGroup %s', async (id) => {
    const input = { permissionGroupId: id, userId: `user of ${id}`, clientToken: 'token-5' };
    const [ours, theirs] = await requestsOf(
      () => client.send(new AssociateUserToPermissionGroupCommand(input)),
      () => v2.associateUserToPermissionGroup(input).promise(),
    );

    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ method: 'POST', body: { clientToken: 'token-5' } });
  });

  test.each(awkwardIds)('GetPermissionGroup %s', async (permissionGroupId) => {
    const [ours, theirs] = await requestsOf(
      () => client.send(new GetPermissionGroupCommand({ permissionGroupId })),
      () => v2.getPermissionGroup({ permissionGroupId }).promise(),
    );

    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ method: 'GET', body: '' });
  });

  test.each([
    { environmentId: 'n4vvabcdefghijklmnopqrstuv' },
    { environmentId: 'a/b=+& %2B', durationInMinutes: 60 },
  ])('GetProgrammaticAccessCredentials %j', async (input) => {
    const [ours, theirs] = await requestsOf(
      () => client.send(new GetProgrammaticAccessCredentialsCommand(input)),
      () => v2.getProgrammaticAccessCredentials(input).promise(),
    );

    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ method: 'GET', body: '' });
  });
});

const WITHOUT_TOKEN = [
  ['CreateUser', new CreateUserCommand({ emailAddress: 'a@b.co', type: 'APP_USER' })],
  ['UpdateUser', new UpdateUserCommand({ userId: 'user-1' })],
  ['EnableUser', new EnableUserCommand({ userId: 'user-1' })],
  ['DisableUser', new DisableUserCommand({ userId: 'user-1' })],
  [
    'AssociateUserToPermissionGroup',
    new AssociateUserToPermissionGroupCommand({ permissionGroupId: 'group-1', userId: 'user-1' }),
  ],
] as const;

describe('a client token that is absent is filled in', () => {
  test.each(WITHOUT_TOKEN)('a client token that is absent is a UUID in %s', async (_, command) => {
    const [request] = await requestsOf(() => client.send<object, never>(command as never));

    expect(request?.body.clientToken).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test.each(WITHOUT_TOKEN)(
    'a client token that is absent is another one in every call of %s',
    async (_, command) => {
      const [first, second] = await requestsOf(
        () => client.send<object, never>(command as never),
        () => client.send<object, never>(command as never),
      );

      expect(first?.body.clientToken).not.toBe(second?.body.clientToken);
    },
  );

  test.each(WITHOUT_TOKEN)(
    'a client token that is absent is the same one in every attempt of one call of %s',
    async (_, command) => {
      server.script(json({}, 503), 'hang-up', json({ userId: 'user-1' }));

      await client.send<object, never>(command as never);

      const tokens = server.requests.map(({ body }) => JSON.parse(body).clientToken);
      expect(tokens).toHaveLength(3);
      expect(new Set(tokens).size).toBe(1);
    },
  );
});

describe('a response is read into', () => {
  test('the user id of CreateUser, with the metadata of every AWS client', async () => {
    server.script(json({ userId: 'user-1' }));

    const output = await client.send(
      new CreateUserCommand({ emailAddress: 'a@b.co', type: 'APP_USER' }),
    );

    expect(output).toEqual({
      userId: 'user-1',
      $metadata: {
        httpStatusCode: 200,
        requestId: 'request-1',
        attempts: 1,
        totalRetryDelay: 0,
        extendedRequestId: undefined,
        cfId: undefined,
      },
    });
  });

  test('no user id where the service gives none', async () => {
    server.script(json({}));

    const output = await client.send(
      new CreateUserCommand({ emailAddress: 'a@b.co', type: 'APP_USER' }),
    );

    expect(output.userId).toBeUndefined();
  });

  const user = {
    userId: 'user-1',
    status: 'ENABLED',
    firstName: 'Zoë',
    lastName: '大川 \u{1F600}',
    emailAddress: 'a@b.co',
    type: 'APP_USER',
    apiAccess: 'DISABLED',
    apiAccessPrincipalArn: 'arn:aws:iam::111122223333:role/hire',
    createTime: 1_700_000_000_123,
    lastEnabledTime: 1_700_000_000_124,
    lastDisabledTime: 1_700_000_000_125,
    lastModifiedTime: 1_700_000_000_126,
    lastLoginTime: 1_700_000_000_127,
  };

  test('the user of GetUser, times in epoch milliseconds', async () => {
    server.script(json(user));

    const { $metadata, ...output } = await client.send(new GetUserCommand({ userId: 'user-1' }));

    expect(output).toEqual(user);
  });

  const membership = { permissionGroupId: 'group-1', userId: 'user-1' };

  test.each([
    [200, '{}'],
    [200, ''],
    [201, '{"novelty":1}'],
    [202, 'null'],
  ])(
    'the status %s of AssociateUserToPermissionGroup, as aws-sdk 2 reads it, with the body %s',
    async (status, body) => {
      server.script({ status, headers: { 'content-type': 'application/json' }, body });

      const ours = await client.send(new AssociateUserToPermissionGroupCommand(membership));
      const theirs = await v2.associateUserToPermissionGroup(membership).promise();

      expect(ours.statusCode).toBe(status);
      expect(theirs.statusCode).toBe(status);
    },
  );

  test.each(['{"statusCode":500}', '<html></html>'])(
    'the status of AssociateUserToPermissionGroup, and nothing of a body such as %s',
    async (body) => {
      server.script({ status: 200, body });

      const output = await client.send(new AssociateUserToPermissionGroupCommand(membership));

      expect(output.statusCode).toBe(200);
    },
  );

  test('the group of GetPermissionGroup, times in epoch milliseconds', async () => {
    const permissionGroup = {
      permissionGroupId: 'group-1',
      name: 'Händler',
      description: 'Desk 大川',
      applicationPermissions: ['CreateDataset', 'ViewAuditData'],
      createTime: 1_700_000_000_123,
      lastModifiedTime: 1_700_000_000_124,
      membershipStatus: 'ADDITION_SUCCESS',
    };
    server.script(json({ permissionGroup }));

    const { $metadata, ...output } = await client.send(
      new GetPermissionGroupCommand({ permissionGroupId: 'group-1' }),
    );

    expect(output).toEqual({ permissionGroup });
  });

  test('the credentials of GetProgrammaticAccessCredentials', async () => {
    const credentials = { accessKeyId: 'ASIA1', secretAccessKey: 's/1', sessionToken: 't=' };
    server.script(json({ credentials, durationInMinutes: 60 }));

    const { $metadata, ...output } = await client.send(
      new GetProgrammaticAccessCredentialsCommand({ environmentId: 'env' }),
    );

    expect(output).toEqual({ credentials, durationInMinutes: 60 });
  });

  test('the page of ListUsers, without what the service may add one day', async () => {
    server.script(json({ users: [user, { ...user, novelty: 1 }], nextToken: 'a/b=', novelty: 1 }));

    const { $metadata, ...output } = await client.send(new ListUsersCommand({ maxResults: 2 }));

    expect(output).toEqual({ users: [user, user], nextToken: 'a/b=' });
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Logger } from '@smithy/types';
import {
  CreateUserCommand,
  GetUserCommand,
  ListUsersCommand,
} from '../../../../src/targets/finspace/client/commands.ts';
import { GetPermissionGroupCommand } from '../../../../src/targets/finspace/client/get-permission-group.ts';
import { createTestClient } from '../../../support/directories/finspace-client.ts';
import {
  json,
  type RecordingServer,
  type Script,
  startRecordingServer,
} from '../../../support/http/recording-server.ts';

let server: RecordingServer;

beforeAll(async () => {
  server = await startRecordingServer();
});

afterAll(() => server.stop());

const hire = new CreateUserCommand({
  emailAddress: 'zoe@example.com',
  firstName: 'Zoë',
  lastName: "O'Neill",
  type: 'APP_USER',
});

const throttled = {
  ...json({}, 429),
  headers: { 'x-amzn-errortype': 'ThrottlingException' },
};

const WORTH_ANOTHER_ATTEMPT: [string, Script][] = [
  ['429', throttled],
  ['500', json({ __type: 'InternalServerException' }, 500)],
  ['502', { status: 502, body: '<html></html>' }],
  ['503', { status: 503, body: '' }],
  ['504', { status: 504, body: '' }],
  ['a closed connection', 'hang-up'],
];

describe('a call is tried again', () => {
  test.each(WORTH_ANOTHER_ATTEMPT)(
    'a call is tried again after %s, and says how often',
    async (_, failure) => {
      const client = createTestClient(server.endpoint);
      server.script(failure, failure, json({ userId: 'user-1' }));

      const output = await client.send(hire);

      expect(output).toMatchObject({ userId: 'user-1', $metadata: { attempts: 3 } });
      expect(server.requests).toHaveLength(3);
      client.destroy();
    },
  );

  test.each(WORTH_ANOTHER_ATTEMPT)(
    'a call is tried again after %s, until the attempts are used up',
    async (_, failure) => {
      const client = createTestClient(server.endpoint, {}, 2);
      server.script(failure);

      await expect(client.send(hire)).rejects.toMatchObject({ $metadata: { attempts: 2 } });

      expect(server.requests).toHaveLength(2);
      client.destroy();
    },
  );

  test('a call that failed in every attempt throws the error of the last one', async () => {
    const client = createTestClient(server.endpoint);
    server.script('hang-up', json({ __type: 'ConflictException', message: 'taken' }, 409));

    await expect(client.send(hire)).rejects.toMatchObject({
      name: 'ConflictException',
      $metadata: { attempts: 2 },
    });
    client.destroy();
  });

  test.each([
    ['ValidationException', 400],
    ['AccessDeniedException', 403],
    ['ResourceNotFoundException', 404],
    ['ConflictException', 409],
  ])('a call is not tried again after %s', async (name, status) => {
    const client = createTestClient(server.endpoint);
    server.script(json({ __type: name }, status));

    await expect(client.send(hire)).rejects.toMatchObject({ name, $metadata: { attempts: 1 } });

    expect(server.requests).toHaveLength(1);
    client.destroy();
  });

  test('a call is not tried again after its signal is aborted', async () => {
    const client = createTestClient(server.endpoint);
    const deadline = new AbortController();
    server.script('silence');

    const call = client.send(hire, { abortSignal: deadline.signal });
    await server.untilRequests(1);
    deadline.abort();

    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.requests).toHaveLength(1);
    client.destroy();
  });
});

describe('the log of a client', () => {
  const spoken: unknown[] = [];
  const speak = (...words: unknown[]) => void spoken.push(...words);
  const logger: Logger = { debug: speak, info: speak, warn: speak, error: speak };
  const user = {
    userId: 'user-1',
    emailAddress: 'zoe@example.com',
    firstName: 'Zoë',
    lastName: "O'Neill",
  };

  test.each([
    ['CreateUser', hire, { userId: 'user-1' }],
    ['GetUser', new GetUserCommand({ userId: 'user-1' }), user],
    ['ListUsers', new ListUsersCommand({ maxResults: 1 }), { users: [user] }],
  ] as const)(
    'the log of a client shows no address and no name of %s',
    async (_, command, answer) => {
      const client = createTestClient(server.endpoint, { logger });
      spoken.length = 0;
      server.script(json(answer));

      await client.send<object, never>(command as never);

      const log = JSON.stringify(spoken);
      expect(log).toContain('FinspaceDataClient');
      expect(log).toContain('user-1');
      expect(log).not.toMatch(/zoe|Zoë|Neill/);
      client.destroy();
    },
  );

  test('the log of a client shows the id of a permission group, but not its name', async () => {
    const client = createTestClient(server.endpoint, { logger });
    spoken.length = 0;
    const permissionGroup = { permissionGroupId: 'group-1', name: 'Zoë', description: 'of Zoë' };
    server.script(json({ permissionGroup }));

    await client.send(new GetPermissionGroupCommand({ permissionGroupId: 'group-1' }));

    expect(JSON.stringify(spoken)).toContain('group-1');
    expect(JSON.stringify(spoken)).not.toContain('Zoë');
    client.destroy();
  });

  test('the log of a client shows that there was an address', async () => {
    const client = createTestClient(server.endpoint, { logger });
    spoken.length = 0;
    server.script(json({ userId: 'user-1' }));

    await client.send(hire);

    expect(spoken).toContainEqual(
      expect.objectContaining({
        commandName: 'CreateUserCommand',
        input: {
          emailAddress: '***SensitiveInformation***',
          firstName: '***SensitiveInformation***',
          lastName: '***SensitiveInformation***',
          type: 'APP_USER',
        },
      }),
    );
    client.destroy();
  });
});

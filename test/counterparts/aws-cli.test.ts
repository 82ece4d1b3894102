import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type PackagedStack, startPackagedStack } from '../support/stack/packaged-stack.ts';
import { awsCli } from './counterparts.ts';
import { withCounterpart } from './with-counterpart.ts';

const nobodysSettings = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

// The local stack as somebody with the AWS CLI and its endpoint settings sees it.
withCounterpart(awsCli, 'the local stack with the AWS CLI', () => {
  let service: PackagedStack;
  beforeAll(async () => {
    service = await startPackagedStack();
  });
  afterAll(() => service.stop());

  // Endpoints go by the command line: version 1 of the CLI ignores the setting of SQS's.
  async function aws(name: string, operation: string, ...args: string[]) {
    const { endpoints, environment } = service.stack;
    const endpoint = { sqs: endpoints.sqs, dynamodb: endpoints.dynamodb }[name];
    const { stdout } = await promisify(execFile)(
      'aws',
      [
        name,
        operation,
        ...args,
        '--output',
        'json',
        '--region',
        environment['AWS_REGION'] ?? '',
        '--endpoint-url',
        endpoint ?? endpoints.directory,
      ],
      { env: { ...process.env, ...environment, ...nobodysSettings } },
    );
    return JSON.parse(stdout);
  }

  // First, as it lists the whole directory, which all tests share.
  test('the AWS CLI creates a user, is refused a second one, and lists the directory page by page', async () => {
    service.stack.directory.addUser({ emailAddress: 'ada@example.com' });
    const grace = ['--email-address', 'grace@example.com', '--type', 'SUPER_USER'];

    const { userId } = await aws('finspace-data', 'create-user', ...grace, '--first-name', 'Grace');
    const [refusal, first] = await Promise.all([
      aws('finspace-data', 'create-user', ...grace).catch(({ stderr }) => stderr),
      aws('finspace-data', 'list-users', '--max-results', '1'),
    ]);
    const second = await aws(
      'finspace-data',
      'list-users',
      '--max-results',
      '1',
      '--next-token',
      first.nextToken,
    );

    expect(refusal).toContain('(ConflictException) when calling the CreateUser operation');
    expect(first.users).toMatchObject([{ emailAddress: 'ada@example.com', status: 'ENABLED' }]);
    expect(second).toEqual({
      users: [
        expect.objectContaining({ userId, emailAddress: 'grace@example.com', firstName: 'Grace' }),
      ],
    });
  });

  test('the AWS CLI adds a user to a permission group, and is refused one that does not exist', async () => {
    const { directory } = service.stack;
    const { userId } = directory.addUser({ emailAddress: 'joan@example.com' });
    directory.addGroup('trading');
    const group = ['--permission-group-id', 'trading'];
    const associate = (...args: string[]) =>
      aws('finspace-data', 'associate-user-to-permission-group', '--user-id', userId, ...args);

    const output = await associate(...group);
    const [shown, again, unknown] = await Promise.all([
      aws('finspace-data', 'get-permission-group', ...group),
      associate(...group).catch(({ stderr }) => stderr),
      associate('--permission-group-id', 'none').catch(({ stderr }) => stderr),
    ]);

    expect(output).toEqual({ statusCode: 200 });
    expect(shown).toEqual({ permissionGroup: { permissionGroupId: 'trading' } });
    expect(again).toContain('(ConflictException)');
    expect(unknown).toContain('(ResourceNotFoundException)');
    expect(directory.memberships()).toEqual([{ group: 'trading', userId }]);
  });

  test('a hire sent by the AWS CLI becomes an account, a record and an event that it sees', async () => {
    const { NewHireQueueUrl, CompletionQueueUrl, UsersTableName } = service.stack.outputs;
    const hire = { emailAddress: 'Ada.Okafor@example.com', firstName: 'Ada', lastName: 'Okafor' };

    await aws(
      'sqs',
      'send-message',
      '--queue-url',
      NewHireQueueUrl,
      '--message-body',
      JSON.stringify(hire),
    );
    const received = await aws(
      'sqs',
      'receive-message',
      '--queue-url',
      CompletionQueueUrl,
      '--wait-time-seconds',
      '20',
      '--message-attribute-names',
      'All',
    );
    const event = JSON.parse(received.Messages[0].Body);
    const { userId } = event.data;
    const [user, { Items }] = await Promise.all([
      aws('finspace-data', 'get-user', '--user-id', userId),
      aws('dynamodb', 'scan', '--table-name', UsersTableName),
    ]);

    expect(event).toMatchObject({
      type: 'joiner.user.provisioned.v1',
      data: { outcome: 'created' },
    });
    expect(received.Messages[0].MessageAttributes).toMatchObject({
      eventType: { StringValue: 'joiner.user.provisioned.v1' },
    });
    expect(user).toMatchObject({ ...hire, userId, emailAddress: 'ada.okafor@example.com' });
    expect(Items[0]).toMatchObject({ state: { S: 'PROVISIONED' }, userId: { S: userId } });
  });
});

import { expect, test } from '@jest/globals';
import { localGuide } from '../../../local/cli/local-guide.ts';
import { directoryKind } from '../../../local/directories/directories.ts';

const guideTo = (target: string, directory: string) => {
  const queueUrl = 'http://127.0.0.1/queue';
  return localGuide(
    {
      target,
      endpoints: {
        sqs: 'http://127.0.0.1:1',
        dynamodb: 'http://127.0.0.1:2',
        s3: 'http://127.0.0.1:5',
        kms: 'http://127.0.0.1:3',
        directory,
      },
      environment: {},
      outputs: {
        NewHireQueueUrl: queueUrl,
        DeadLetterQueueUrl: queueUrl,
        RejectedQueueUrl: queueUrl,
        CompletionQueueUrl: queueUrl,
        UsersTableName: 'users',
        ScheduledHiresTableName: 'scheduled',
        ProvisionFunctionName: 'provision',
        OperatorChangesLogGroupName: 'changes',
      },
    },
    undefined,
    'http://127.0.0.1:3',
  );
};

test('a SCIM server is shown with its base URL, and a command that lists its accounts', async () => {
  const server = await directoryKind('scim').start({});
  server.addUser({ emailAddress: 'zoe@example.com' });
  const guide = guideTo('scim', server.endpoint);
  const [, authorization = '', url = ''] =
    /^curl -H 'Authorization: (.+)' (\S+)$/m.exec(guide) ?? [];

  const listed = await (await fetch(url, { headers: { authorization } })).json();
  await server.stop();

  expect(guide).toMatch(new RegExp(`^  SCIM +${server.endpoint}/scim/v2$`, 'm'));
  expect(listed).toMatchObject({ Resources: [{ userName: 'zoe@example.com' }] });
});

test('a stack without sources is shown without a command for records', () => {
  expect(guideTo('identity-center', 'http://127.0.0.1:4')).not.toMatch(/ s3 |records/);
});

test('an identity store is shown with a command that lists its accounts', () => {
  const endpoint = 'http://127.0.0.1:4';

  expect(guideTo('identity-center', endpoint)).toContain(
    `--endpoint-url ${endpoint} identitystore list-users --identity-store-id d-0000000001`,
  );
});

import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalStack, startLocalStack } from '../../src/local/stack.ts';
import { type InterceptingProxy, startInterceptingProxy } from '../support/intercepting-proxy.ts';

let proxy: InterceptingProxy;
let stack: LocalStack;
let sqs: SQSClient;

beforeAll(async () => {
  proxy = await startInterceptingProxy();
  stack = await startLocalStack({ interceptEndpoint: proxy.intercept });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  sqs = new SQSClient({ endpoint: stack.endpoints.sqs, region: 'eu-west-1', credentials });
});

afterAll(async () => {
  sqs?.destroy();
  await stack?.stop();
  await proxy?.stop();
});

test('a hire on the queue of the packaged stack becomes an account and an event', async () => {
  const { NewHireQueueUrl, CompletionQueueUrl } = stack.outputs;
  const hire = { emailAddress: 'Ana@example.com', firstName: 'Ana' };

  await sqs.send(
    new SendMessageCommand({ QueueUrl: NewHireQueueUrl, MessageBody: JSON.stringify(hire) }),
  );
  const { Messages: [event] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: CompletionQueueUrl, WaitTimeSeconds: 10 }),
  );

  const [account] = stack.directory.users();
  expect(account).toMatchObject({ emailAddress: 'ana@example.com' });
  expect(JSON.parse(event?.Body ?? '')).toMatchObject({
    type: 'joiner.user.provisioned.v1',
    data: { emailAddress: 'ana@example.com', userId: account?.userId, outcome: 'created' },
  });
});

test('every call of the packaged function can be intercepted, in the order in which it makes them', () => {
  expect(proxy.calls.map(({ service, operation }) => `${service} ${operation}`)).toEqual([
    'dynamodb UpdateItem',
    'directory CreateUser',
    'dynamodb UpdateItem',
    'sqs SendMessageBatch',
  ]);
});

test('the packaged function is told where the stack is, and nothing that is not a setting of its own', () => {
  const { Environment } = Object(stack.resources.get('ProvisionUserLambdaFunction')?.properties);

  expect(Environment).toEqual({
    Variables: {
      TARGET: 'finspace',
      FINSPACE_ACCOUNT_ID: '000000000000',
      FINSPACE_ENVIRONMENT_ID: expect.any(String),
      USERS_TABLE_NAME: stack.outputs.UsersTableName,
      NEW_HIRE_QUEUE_URL: stack.outputs.NewHireQueueUrl,
      COMPLETION_QUEUE_URL: stack.outputs.CompletionQueueUrl,
      REJECTED_QUEUE_URL: stack.outputs.RejectedQueueUrl,
      DEAD_LETTER_QUEUE_URL: stack.outputs.DeadLetterQueueUrl,
      ALLOWED_USER_TYPES: 'APP_USER',
      ALLOWED_API_ACCESS_PRINCIPAL_ARNS: '',
      ALLOWED_EMAIL_DOMAINS: '',
      RETRY_BACKOFF_BASE_SECONDS: '30',
      RETRY_BACKOFF_MAX_SECONDS: '3600',
      HAND_OVER_AFTER_HOURS: '24',
      POWERTOOLS_SERVICE_NAME: 'joiner',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      POWERTOOLS_METRICS_NAMESPACE: 'Joiner',
      STAGE: 'local',
    },
  });
});

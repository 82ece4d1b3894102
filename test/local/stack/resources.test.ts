import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startDynamoDb } from '../../../local/emulators/dynamodb.ts';
import { createFixtureStacks, type FixtureStack } from './fixture-stack.ts';

const { start, cleanUp } = createFixtureStacks();
const CODE = 'exports.handler = async () => process.env;';
let stack: FixtureStack;

beforeAll(async () => {
  stack = await start({
    code: CODE,
    consume: false,
    clock: { now: () => 1_000_000 },
    functionProperties: {
      Environment: { Variables: { TABLE: { Ref: 'Users' }, ACCOUNT: { Ref: 'AWS::AccountId' } } },
    },
    queueProperties: { MessageRetentionPeriod: 864000, SqsManagedSseEnabled: true },
    resources: {
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'NewHires' }],
          PolicyDocument: { Statement: { 'Fn::GetAtt': ['NewHires', 'Arn'] } },
        },
      },
      LogGroup: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: '/aws/lambda/provision', RetentionInDays: 90 },
      },
    },
  });
});

afterAll(cleanUp);

async function tableAt(endpoint: string, TableName: string) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const dynamodb = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  dynamodb.destroy();
  return Table;
}

test('a queue has the attributes that the template says', async () => {
  expect(await stack.newHireQueue()).toMatchObject({
    VisibilityTimeout: '60',
    MessageRetentionPeriod: '864000',
    SqsManagedSseEnabled: 'true',
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:000000000000:dead-letters',
      maxReceiveCount: 100,
    }),
    Policy: JSON.stringify({ Statement: 'arn:aws:sqs:eu-west-1:000000000000:new-hires' }),
  });
});

test('the table has the key that the template says', async () => {
  expect(await tableAt(stack.endpoints.dynamodb, stack.outputs.UsersTableName)).toMatchObject({
    TableStatus: 'ACTIVE',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
});

test('the table is created on a DynamoDB that already runs, if asked, which is left running', async () => {
  const { endpoint, stop } = await startDynamoDb();
  const { environment, outputs, ...other } = await start({
    consume: false,
    dynamodbEndpoint: endpoint,
  });
  await other.stop();

  const table = await tableAt(endpoint, outputs.UsersTableName);
  await stop();

  expect(table).toMatchObject({ TableStatus: 'ACTIVE' });
  expect(environment).toMatchObject({ AWS_ENDPOINT_URL_DYNAMODB: endpoint });
});

test('the function has the template’s variables and the endpoints of the emulators', async () => {
  const { ProvisionFunctionName, UsersTableName } = stack.outputs;

  expect(await stack.functions.invoke(ProvisionFunctionName, {})).toMatchObject({
    payload: {
      TABLE: UsersTableName,
      ACCOUNT: '000000000000',
      AWS_ENDPOINT_URL_SQS: stack.endpoints.sqs,
      AWS_ENDPOINT_URL_DYNAMODB: stack.endpoints.dynamodb,
      AWS_ENDPOINT_URL_FINSPACE_DATA: stack.endpoints.directory,
    },
  });
});

test('a caller can stand between the function and each service', async () => {
  const { functions, outputs } = await start({
    code: CODE,
    consume: false,
    interceptEndpoint: (service) => `http://${service}.test`,
  });

  expect(await functions.invoke(outputs.ProvisionFunctionName, {})).toMatchObject({
    payload: {
      AWS_ENDPOINT_URL_SQS: 'http://sqs.test',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb.test',
      AWS_ENDPOINT_URL_FINSPACE_DATA: 'http://directory.test',
      COMPLETION_QUEUE_URL: 'http://sqs.test/000000000000/completions',
    },
  });
});

test('the stack says the settings that point any client at it', () => {
  expect(stack.environment).toEqual({
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SQS: stack.endpoints.sqs,
    AWS_ENDPOINT_URL_DYNAMODB: stack.endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: stack.endpoints.s3,
    AWS_ENDPOINT_URL_KMS: stack.endpoints.kms,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    AWS_ENDPOINT_URL_FINSPACE_DATA: stack.directory.endpoint,
  });
});

test('a role is kept with its values, for tests to read', () => {
  expect(stack.resources.get('Role')).toMatchObject({
    type: 'AWS::IAM::Role',
    properties: { Policies: [{ Resource: 'arn:aws:sqs:eu-west-1:000000000000:new-hires' }] },
    attributes: {
      Arn: expect.stringMatching(
        /^arn:aws:iam::000000000000:role\/fixture-test-Role-[0-9A-F]{12}$/,
      ),
    },
  });
});

test('a log group is kept, with how long it keeps', () => {
  expect(stack.resources.get('LogGroup')).toEqual({
    type: 'AWS::Logs::LogGroup',
    properties: { LogGroupName: '/aws/lambda/provision', RetentionInDays: 90 },
    ref: '/aws/lambda/provision',
    attributes: {
      Arn: 'arn:aws:logs:eu-west-1:000000000000:log-group:/aws/lambda/provision:*',
    },
  });
});

test('the directory has the caller’s clock', () => {
  const user = stack.directory.addUser({ emailAddress: 'ana@example.com', type: 'APP_USER' });

  expect(user.createTime).toBe(1_000_000);
});

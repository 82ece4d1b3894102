import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startDynamoDb } from '../../src/local/dynamodb.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../src/local/stack.ts';
import { expireVisibility } from '../support/expire-visibility.ts';
import { startInterceptingProxy } from '../support/intercepting-proxy.ts';
import { type PackageFixture, removePackage, writePackage } from '../support/package-fixture.ts';

/** The function's side of a test: sends a message to the completion queue, without an SDK. */
const tell = `
  const tell = (message) =>
    fetch(process.env.AWS_ENDPOINT_URL_SQS, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AmazonSQS.SendMessage',
      },
      body: JSON.stringify({
        QueueUrl: process.env.COMPLETION_QUEUE_URL,
        MessageBody: JSON.stringify(message),
      }),
    });
`;
const echo = `${tell}
  exports.handler = async ({ Records }) => {
    for (const { body } of Records) await tell({ body, pid: process.pid });
  };`;
const hang = `${tell}
  exports.handler = async ({ Records }) => {
    await tell(Records.length);
    await new Promise(() => {});
  };`;

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp();
});

async function packaged(fixture: PackageFixture): Promise<string> {
  const packageDir = await writePackage(fixture);
  cleanups.push(() => removePackage(packageDir));
  return packageDir;
}

async function dataFolder(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'joiner-data-'));
  cleanups.push(() => rm(dataDir, { recursive: true }));
  return dataDir;
}

async function start(
  fixture: PackageFixture,
  options: LocalStackOptions = {},
): Promise<LocalStack> {
  const packageDir = options.packageDir ?? (await packaged(fixture));
  const stack = await startLocalStack({ ...options, packageDir });
  cleanups.push(() => stack.stop());
  return stack;
}

const region = 'eu-west-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

function clientOf(stack: LocalStack): SQSClient {
  const client = new SQSClient({ endpoint: stack.endpoints.sqs, region, credentials });
  cleanups.push(async () => client.destroy());
  return client;
}

async function send(stack: LocalStack, body: string): Promise<void> {
  const { NewHireQueueUrl: QueueUrl } = stack.outputs;
  await clientOf(stack).send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
}

/** What the function told, one message. */
async function told(stack: LocalStack): Promise<unknown> {
  const sqs = clientOf(stack);
  const { CompletionQueueUrl: QueueUrl } = stack.outputs;
  const { Messages: [message = {} as Message] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }),
  );
  const { ReceiptHandle, Body = 'null' } = message;
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return JSON.parse(Body);
}

async function attributesOf(stack: LocalStack, QueueUrl: string) {
  const { Attributes = {} } = await clientOf(stack).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return Attributes;
}

describe('the local stack', () => {
  test('hands a message on the queue to the packaged function', async () => {
    const stack = await start({ code: echo });

    await send(stack, 'hello');

    expect(await told(stack)).toEqual({ body: 'hello', pid: expect.any(Number) });
  });

  test('gives queues the attributes that the template says', async () => {
    const stack = await start(
      {
        code: echo,
        queueProperties: { MessageRetentionPeriod: 864000, SqsManagedSseEnabled: true },
        resources: {
          Policy: {
            Type: 'AWS::SQS::QueuePolicy',
            Properties: {
              Queues: [{ Ref: 'NewHires' }],
              PolicyDocument: { Statement: { 'Fn::GetAtt': ['NewHires', 'Arn'] } },
            },
          },
        },
      },
      { consume: false },
    );

    const attributes = await attributesOf(stack, stack.outputs.NewHireQueueUrl);

    expect(attributes).toMatchObject({
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

  test('makes the table with the key that the template says', async () => {
    const stack = await start({ code: echo }, { consume: false });
    const { dynamodb: endpoint } = stack.endpoints;
    const dynamodb = new DynamoDBClient({ endpoint, region, credentials });

    const { Table } = await dynamodb.send(
      new DescribeTableCommand({ TableName: stack.outputs.UsersTableName }),
    );
    dynamodb.destroy();

    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
  });

  test('makes the table on a DynamoDB that runs already, and leaves that running', async () => {
    const { endpoint, stop } = await startDynamoDb();
    cleanups.push(stop);
    const dynamodb = new DynamoDBClient({ endpoint, region, credentials });
    const stack = await start({ code: echo }, { consume: false, dynamodbEndpoint: endpoint });
    const { environment, outputs } = stack;
    await stack.stop();

    const { Table } = await dynamodb.send(
      new DescribeTableCommand({ TableName: outputs.UsersTableName }),
    );
    dynamodb.destroy();

    expect(Table).toMatchObject({ TableStatus: 'ACTIVE' });
    expect(environment).toMatchObject({ AWS_ENDPOINT_URL_DYNAMODB: endpoint });
  });

  test('gives the function the template’s variables and the endpoints of the emulators', async () => {
    const stack = await start({
      code: 'exports.handler = async () => process.env;',
      functionProperties: {
        Environment: { Variables: { TABLE: { Ref: 'Users' }, ACCOUNT: { Ref: 'AWS::AccountId' } } },
      },
    });

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

  test('says the settings that point any client at it', async () => {
    const stack = await start({ code: echo }, { consume: false });

    expect(stack.environment).toEqual({
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_SQS: stack.endpoints.sqs,
      AWS_ENDPOINT_URL_DYNAMODB: stack.endpoints.dynamodb,
      AWS_ENDPOINT_URL_FINSPACE_DATA: stack.directory.endpoint,
    });
  });

  test('keeps roles, evaluated, for whoever wants to read them', async () => {
    const stack = await start({ code: echo }, { consume: false });

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

  test('keeps log groups, with how long they keep', async () => {
    const LogGroup = {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: '/aws/lambda/provision', RetentionInDays: 90 },
    };
    const stack = await start({ code: echo, resources: { LogGroup } }, { consume: false });

    expect(stack.resources.get('LogGroup')).toEqual({
      type: 'AWS::Logs::LogGroup',
      properties: LogGroup.Properties,
      ref: '/aws/lambda/provision',
      attributes: {
        Arn: 'arn:aws:logs:eu-west-1:000000000000:log-group:/aws/lambda/provision:*',
      },
    });
  });

  test('takes a mapping to a version of the function for one to the function', async () => {
    const stack = await start({
      code: echo,
      mappingProperties: { FunctionName: { Ref: 'Version' } },
      resources: {
        Version: {
          Type: 'AWS::Lambda::Version',
          Properties: { FunctionName: { Ref: 'Provision' } },
        },
      },
    });

    await send(stack, 'hello');

    expect(await told(stack)).toMatchObject({ body: 'hello' });
  });

  test('lets a caller stand between the function and each service', async () => {
    const stack = await start(
      { code: 'exports.handler = async () => process.env;' },
      { interceptEndpoint: (service) => `http://${service}.test` },
    );

    const result = await stack.functions.invoke(stack.outputs.ProvisionFunctionName, {});

    expect(result).toMatchObject({
      payload: {
        AWS_ENDPOINT_URL_SQS: 'http://sqs.test',
        AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb.test',
        AWS_ENDPOINT_URL_FINSPACE_DATA: 'http://directory.test',
        COMPLETION_QUEUE_URL: 'http://sqs.test/000000000000/completions',
      },
    });
  });

  test('lets a caller stand between the queue and whoever receives from it and deletes', async () => {
    const proxy = await startInterceptingProxy();
    cleanups.push(proxy.stop);
    const stack = await start(
      { code: echo },
      { interceptPolling: (endpoint) => proxy.intercept('sqs', endpoint) },
    );

    await send(stack, 'hello');
    await told(stack);
    await stack.consumption.pause();

    const operations = new Set(proxy.calls.map(({ operation }) => operation));
    expect(operations).toEqual(new Set(['ReceiveMessage', 'DeleteMessageBatch']));
  });

  test('gives the directory its clock', async () => {
    const clock = { now: () => 1_000_000 };
    const stack = await start({ code: echo }, { consume: false, clock });

    const user = stack.directory.addUser({ emailAddress: 'ana@example.com', type: 'APP_USER' });

    expect(user.createTime).toBe(1_000_000);
  });
});

describe('consumption', () => {
  test('begins only when it is told to, if it was asked to wait', async () => {
    const stack = await start({ code: echo }, { consume: false });
    await send(stack, 'waiting');
    const processesBefore = stack.functions.processes();

    await stack.consumption.start();

    expect(processesBefore).toBe(0);
    expect(await told(stack)).toMatchObject({ body: 'waiting' });
  });

  test('pauses and goes on with the same process', async () => {
    const stack = await start({ code: echo });
    await send(stack, 'first');
    const first = await told(stack);

    await stack.consumption.pause();
    await send(stack, 'second');
    const paused = await attributesOf(stack, stack.outputs.NewHireQueueUrl);
    await stack.consumption.start();

    expect(paused).toMatchObject({ ApproximateNumberOfMessages: '1' });
    expect(await told(stack)).toEqual({ body: 'second', pid: Object(first).pid });
  });

  test('does not begin by itself where the template turns the mapping off', async () => {
    const stack = await start({ code: echo, mappingProperties: { Enabled: 'false' } });

    expect(stack.functions.processes()).toBe(0);
  });

  test('goes on after every process was killed, with what was in flight once it is visible again', async () => {
    const code = `${tell}
      exports.handler = async ({ Records: [{ attributes }] }) => {
        await tell(attributes.ApproximateReceiveCount);
        if (attributes.ApproximateReceiveCount === '1') await new Promise(() => {});
      };`;
    const stack = await start({ code });
    await send(stack, 'crashes once');
    const first = await told(stack);

    await stack.functions.kill();
    await expireVisibility(clientOf(stack), stack.outputs.NewHireQueueUrl);

    expect([first, await told(stack)]).toEqual(['1', '2']);
  });
});

describe('kept data', () => {
  test('holds queues, their messages and accounts for the next start', async () => {
    const dataDir = await dataFolder();
    const packageDir = await packaged({ code: echo });
    const first = await start({ code: echo }, { packageDir, dataDir, consume: false });
    await send(first, 'kept');
    first.directory.addUser({ emailAddress: 'ana@example.com', type: 'APP_USER' });
    await first.stop();

    const second = await start({ code: echo }, { packageDir, dataDir });

    expect(await told(second)).toMatchObject({ body: 'kept' });
    expect(second.directory.users()).toMatchObject([{ emailAddress: 'ana@example.com' }]);
    expect(second.outputs.UsersTableName).toBe(first.outputs.UsersTableName);
  });

  test('takes over queues that the template has changed since', async () => {
    const dataDir = await dataFolder();
    const first = await start({ code: echo }, { dataDir, consume: false });
    await first.stop();

    const second = await start(
      { code: echo, queueProperties: { VisibilityTimeout: 90 } },
      { dataDir, consume: false },
    );

    expect(await attributesOf(second, second.outputs.NewHireQueueUrl)).toMatchObject({
      VisibilityTimeout: '90',
    });
  });

  test('in use by another stack is said', async () => {
    const dataDir = await dataFolder();
    await start({ code: echo }, { dataDir, consume: false });

    await expect(start({ code: echo }, { dataDir, consume: false })).rejects.toThrow(
      /^The data folder .* cannot be used \(.*lock.*\): stop the other stack that has it, or choose another folder\.$/,
    );
  });

  test('in a place that cannot be a folder is said', async () => {
    const dataDir = join(await packaged({ code: echo }), 'fixture.zip');

    await expect(start({ code: echo }, { dataDir, consume: false })).rejects.toThrow(
      /^The data folder .*fixture\.zip cannot be used \(ENOTDIR.*\)/,
    );
  });
});

describe('a start that cannot succeed', () => {
  test('says that there is no package', async () => {
    await expect(startLocalStack({ packageDir: '/nowhere' })).rejects.toThrow(
      'No package to run: /nowhere/cloudformation-template-update-stack.json cannot be read. Run "npm run package".',
    );
  });

  test.each(['sqs', 'dynamodb', 'directory'] as const)(
    'says that the port for %s is in use',
    async (service) => {
      const other = await start({ code: echo }, { consume: false });
      const port = Number(new URL(other.endpoints[service]).port);

      await expect(
        start({ code: echo }, { ports: { [service]: port }, consume: false }),
      ).rejects.toThrow(
        `Port ${port}, for ${service}, is in use: stop the program that has it, or choose another port.`,
      );
    },
  );

  test('says what the function says when it cannot be loaded', async () => {
    const code = "throw new Error('TARGET must be finspace');";

    await expect(start({ code })).rejects.toMatchObject({
      name: 'LocalStackError',
      message: expect.stringMatching(
        /^The function fixture-test-Provision-\w{12} cannot be loaded\. Error: TARGET must be finspace$/,
      ),
    });
  });

  test.each([
    [
      'a property with a wrong value',
      { functionProperties: { Timeout: 'soon' } },
      /Resources\.Provision\.Properties: .*expected number/,
    ],
    [
      'a nested property that is not known here',
      { mappingProperties: { ScalingConfig: { MaximumConcurrency: 2, Minimum: 1 } } },
      /Resources\.Mapping\.Properties: .*Unrecognized key: "Minimum"/,
    ],
    [
      'a runtime that is not the one of this process',
      { functionProperties: { Runtime: 'nodejs20.x' } },
      /Resources\.Provision\.Properties\.Runtime: nodejs20\.x cannot run here, this is nodejs24\.x/,
    ],
    [
      'a bucket that is not the framework’s',
      { resources: { Photos: { Type: 'AWS::S3::Bucket' } } },
      /Resources\.Photos: the local stack has no S3/,
    ],
    [
      'a mapping from a queue of another stack',
      { mappingProperties: { EventSourceArn: 'arn:aws:sqs:eu-west-1:1:other' } },
      /Resources\.Mapping: a mapping needs a queue and a function of the same template/,
    ],
  ])('says %s', async (_, fixture, message) => {
    await expect(start({ code: echo, ...fixture }, { consume: false })).rejects.toThrow(message);
  });
});

describe('a stop', () => {
  test('in the middle of work ends every process and server', async () => {
    const stack = await start({ code: hang });
    await send(stack, 'under way');
    await told(stack);

    await stack.stop();

    expect(stack.functions.processes()).toBe(0);
    await expect(fetch(stack.endpoints.sqs)).rejects.toThrow();
    await expect(fetch(stack.endpoints.dynamodb)).rejects.toThrow();
    await expect(fetch(stack.endpoints.directory)).rejects.toThrow();
  });

  test('can be asked for twice', async () => {
    const stack = await start({ code: echo });

    await Promise.all([stack.stop(), stack.stop()]);

    await expect(stack.stop()).resolves.toBeUndefined();
  });

  test('is final', async () => {
    const stack = await start({ code: echo }, { consume: false });
    await stack.stop();

    await expect(stack.consumption.start()).rejects.toThrow('The local stack is stopped.');
  });

  test('removes the unpacked code', async () => {
    const stack = await start({ code: 'exports.handler = async () => __dirname;' });
    const result = await stack.functions.invoke(stack.outputs.ProvisionFunctionName, {});
    const folder = String(Object(result).payload);
    const before = existsSync(folder);

    await stack.stop();

    expect([before, existsSync(folder)]).toEqual([true, false]);
  });
});

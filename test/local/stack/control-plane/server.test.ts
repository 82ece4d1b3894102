import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ControlPlane,
  startControlPlane,
} from '../../../../local/stack/control-plane/server.ts';
import { ListUsersCommand } from '../../../../src/targets/finspace/client/commands.ts';
import {
  createTestClient,
  credentials,
  REGION,
} from '../../../support/directories/finspace-client.ts';
import { type PackagedStack, startPackagedStack } from '../../../support/stack/packaged-stack.ts';
import { until } from '../../../support/time/until.ts';

let service: PackagedStack;
let controlPlane: ControlPlane;
let lambda: LambdaClient;

const config = () => ({
  endpoint: controlPlane.endpoint,
  region: REGION,
  credentials,
  maxAttempts: 1,
});

beforeAll(async () => {
  service = await startPackagedStack();
  controlPlane = await startControlPlane(service.stack);
  lambda = new LambdaClient(config());
});

afterAll(async () => {
  lambda.destroy();
  await controlPlane.stop();
  await service.stop();
});

describe('CloudFormation', () => {
  test('describes the stack with its outputs', async () => {
    const client = new CloudFormationClient(config());

    const { Stacks = [] } = await client.send(
      new DescribeStacksCommand({ StackName: 'joiner-local' }),
    );

    const outputs = (Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [
      OutputKey,
      OutputValue,
    ]);
    expect(Stacks).toHaveLength(1);
    expect(Object.fromEntries(outputs)).toEqual(service.stack.outputs);
  });

  test('CloudFormation says that there is no other, as AWS does', async () => {
    const client = new CloudFormationClient(config());

    const asked = client.send(new DescribeStacksCommand({ StackName: 'other<&>' }));

    await expect(asked).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id other<&> does not exist',
    });
  });
});

test('STS names the caller', async () => {
  const identity = await new STSClient(config()).send(new GetCallerIdentityCommand());

  expect(identity).toMatchObject({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:user/local',
  });
});

describe('Lambda', () => {
  const mapping = async (filter: { FunctionName?: string; EventSourceArn?: string } = {}) =>
    (await lambda.send(new ListEventSourceMappingsCommand(filter))).EventSourceMappings?.[0];

  test('Lambda has the configuration of the function, and of no other', async () => {
    const { ProvisionFunctionName } = service.stack.outputs;

    const found = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: ProvisionFunctionName }),
    );
    const other = lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'other' }));

    expect(found.Environment?.Variables).toMatchObject({ TARGET: 'finspace' });
    await expect(other).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('Lambda finds the event source mapping by function and queue', async () => {
    const { ProvisionFunctionName: FunctionName } = service.stack.outputs;

    const found = await mapping({ FunctionName });
    const ofAnother = await mapping({ FunctionName: 'other' });
    const fromAnother = await mapping({ EventSourceArn: `${found?.EventSourceArn}s` });

    expect(found).toMatchObject({
      State: 'Enabled',
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect([ofAnother, fromAnother]).toEqual([undefined, undefined]);
  });

  test('keeps the tags of the event source mapping', async () => {
    const Resource = (await mapping())?.EventSourceMappingArn;
    const tags = async () => (await lambda.send(new ListTagsCommand({ Resource }))).Tags;

    const before = await tags();
    await lambda.send(new TagResourceCommand({ Resource, Tags: { a: '1', b: '2', c: '3' } }));
    await lambda.send(new TagResourceCommand({ Resource, Tags: { a: '4' } }));
    await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['b', 'c'] }));

    expect(Resource).toMatch(/^arn:aws:lambda:.+:000000000000:event-source-mapping:./);
    expect([before, await tags()]).toEqual([{}, { a: '4' }]);
  });

  test('turns consumption off and on, which takes effect later', async () => {
    const UUID = (await mapping())?.UUID;
    const get = async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
    const turn = async (Enabled: boolean) =>
      (await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }))).State;

    const atOnce = await turn(false);
    await until(get, (state) => state === 'Disabled');
    const isOnMeanwhile = service.stack.consumption.isOn();
    await service.send('{"emailAddress":"waits@example.com"}');
    await turn(true);
    await until(get, (state) => state === 'Enabled');
    await service.untilDone();

    expect(atOnce).toBe('Disabling');
    expect(isOnMeanwhile).toBe(false);
    expect(await service.records()).toHaveLength(1);
  });
});

test('the directory can be taken down and up again, to try what happens', async () => {
  const put = async (state: string) =>
    (await fetch(`${controlPlane.endpoint}/local/directory/${state}`, { method: 'PUT' })).status;
  const client = createTestClient(service.stack.endpoints.directory);
  const list = () => client.send(new ListUsersCommand({ maxResults: 1 }));

  const answers = [await put('sideways'), await put('down')];
  await expect(list()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
  answers.push(await put('up'));

  expect(answers).toEqual([400, 204, 204]);
  await expect(list()).resolves.toBeDefined();
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startSqs } from '../../../local/emulators/sqs.ts';

const REGION = 'eu-west-1';
const CLEANUPS: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of CLEANUPS.splice(0).reverse()) await cleanUp();
});

async function start(dataDir?: string) {
  const server = await startSqs({ port: 0, region: REGION, ...(dataDir && { dataDir }) });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SQSClient({ endpoint: server.endpoint, region: REGION, credentials });
  CLEANUPS.push(async () => {
    client.destroy();
    await server.stop();
  });
  return { ...server, client };
}

test('a queue URL leads to this machine by its address, which resolves everywhere', async () => {
  const { client, endpoint } = await start();

  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'hires' }));

  expect(QueueUrl).toBe(`${endpoint}/000000000000/hires`);
  expect(new URL(endpoint).hostname).toBe('127.0.0.1');
});

test('queues and messages in a data folder are there after a restart, under the new port', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'joiner-sqs-'));
  const first = await start(dataDir);
  const { QueueUrl } = await first.client.send(new CreateQueueCommand({ QueueName: 'hires' }));
  await first.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
  await first.stop();

  const second = await start(dataDir);
  CLEANUPS.unshift(() => rm(dataDir, { recursive: true }));
  const found = await second.client.send(new GetQueueUrlCommand({ QueueName: 'hires' }));
  const { Messages } = await second.client.send(
    new ReceiveMessageCommand({ QueueUrl: found.QueueUrl }),
  );

  expect(found.QueueUrl).toBe(`${second.endpoint}/000000000000/hires`);
  expect(Messages).toEqual([expect.objectContaining({ Body: 'kept' })]);
});

describe('a message in a data folder is there, with its receive count,', () => {
  test('after it was made visible again', async () => {
    const { client, QueueUrl } = await startWithMessage();

    const first = await receive(client, QueueUrl);
    const receipt = { QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 };
    await client.send(new ChangeMessageVisibilityCommand(receipt));

    expect(await receive(client, QueueUrl)).toMatchObject(received(2));
  });

  test('after it was made visible again, and after a restart', async () => {
    const { client, QueueUrl, stop, dataDir } = await startWithMessage();
    const first = await receive(client, QueueUrl);
    const receipt = { QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 };
    await client.send(new ChangeMessageVisibilityCommand(receipt));
    await stop();

    const second = await start(dataDir);
    const found = await second.client.send(new GetQueueUrlCommand({ QueueName: 'hires' }));

    expect(await receive(second.client, found.QueueUrl)).toMatchObject(received(2));
  });

  test('after its queue was tagged, and after a restart', async () => {
    const { client, QueueUrl, stop, dataDir } = await startWithMessage();
    await client.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'people' } }));
    await stop();

    const second = await start(dataDir);
    const found = await second.client.send(new GetQueueUrlCommand({ QueueName: 'hires' }));

    expect(await receive(second.client, found.QueueUrl)).toMatchObject(received(1));
  });
});

async function startWithMessage() {
  const dataDir = await mkdtemp(join(tmpdir(), 'joiner-sqs-'));
  CLEANUPS.push(() => rm(dataDir, { recursive: true }));
  const server = await start(dataDir);
  const { QueueUrl } = await server.client.send(new CreateQueueCommand({ QueueName: 'hires' }));
  await server.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
  return { ...server, QueueUrl, dataDir };
}

async function receive(client: SQSClient, QueueUrl: string | undefined) {
  const MessageSystemAttributeNames = ['ApproximateReceiveCount' as const];
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames }),
  );
  return Messages[0];
}

function received(times: number) {
  return { Body: 'kept', Attributes: { ApproximateReceiveCount: String(times) } };
}

test('a taken port is said as the system says it', async () => {
  const { endpoint } = await start();

  await expect(
    startSqs({ port: Number(new URL(endpoint).port), region: REGION }),
  ).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('a message that was received too often names the queue that it was moved from', async () => {
  const { client } = await start();
  const letters = await client.send(new CreateQueueCommand({ QueueName: 'letters' }));
  const account = 'arn:aws:sqs:eu-west-1:000000000000';
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: `${account}:letters`,
    maxReceiveCount: 1,
  });
  const hires = await client.send(
    new CreateQueueCommand({ QueueName: 'hires', Attributes: { RedrivePolicy } }),
  );
  await client.send(new SendMessageCommand({ QueueUrl: hires.QueueUrl, MessageBody: 'poison' }));
  await client.send(new SendMessageCommand({ QueueUrl: letters.QueueUrl, MessageBody: 'planted' }));
  const receive = (QueueUrl: string | undefined) =>
    client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        MessageSystemAttributeNames: ['DeadLetterQueueSourceArn'],
      }),
    );
  await receive(hires.QueueUrl);
  await receive(hires.QueueUrl);
  const { Messages = [] } = await receive(letters.QueueUrl);

  expect(
    Object.fromEntries(
      Messages.map(({ Body, Attributes }) => [Body, Attributes?.DeadLetterQueueSourceArn]),
    ),
  ).toEqual({ poison: `${account}:hires`, planted: undefined });
});

import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { rehearse } from '../../src/runtime/rehearse.ts';
import { type RecordingServer, startRecordingServer } from '../support/http/recording-server.ts';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/111122223333/completion';
const newMessage = () => new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: '{}' });

let server: RecordingServer;
beforeEach(async () => {
  server = await startRecordingServer();
});
afterEach(() => server.stop());

const clientWith = (accessKeyId: () => string) =>
  new SQSClient({
    region: 'eu-west-1',
    endpoint: server.endpoint,
    useQueueUrlAsEndpoint: false,
    md5: false,
    // The setting with which a client keeps what it has composed for a command.
    cacheMiddleware: true,
    credentials: async () => ({ secretAccessKey: 'test', accessKeyId: accessKeyId() }),
  });

const rehearseWith = (client: SQSClient) =>
  rehearse(newMessage(), (command) => client.send(command, {}), {});

test('a rehearsal reads the settings of the client, and sends nothing', async () => {
  let readings = 0;
  const client = clientWith(() => {
    readings += 1;
    return 'test';
  });
  await rehearseWith(client);
  expect(readings).toBe(1);

  // A call of the rehearsal would have come before this one.
  await client.send(new ListQueuesCommand({}));
  expect(server.requests).toHaveLength(1);
});

test('a rehearsal of the request alone reads the settings once, and sends nothing', async () => {
  let readings = 0;
  const client = clientWith(() => {
    readings += 1;
    return 'test';
  });
  await rehearse(newMessage(), (command) => client.send(command, {}));
  expect(readings).toBe(1);

  await client.send(new ListQueuesCommand({}));
  expect(server.requests).toHaveLength(1);
});

test('the same command is sent after its rehearsal', async () => {
  const client = clientWith(() => 'test');
  await rehearseWith(client);

  await client.send(newMessage());

  expect(server.requests).toHaveLength(1);
});

test('a rehearsal that fails leaves the error to the first call', async () => {
  const client = clientWith(() => {
    throw new Error('no credentials');
  });

  await expect(rehearseWith(client)).resolves.toBeUndefined();
  await expect(client.send(new ListQueuesCommand({}))).rejects.toThrow('no credentials');
});

import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { rehearseSending } from '../../src/runtime/loaded-later/rehearse-sending.ts';
import { type RecordingServer, startRecordingServer } from '../support/http/recording-server.ts';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/111122223333/completion';

let server: RecordingServer;
beforeEach(async () => {
  server = await startRecordingServer();
});
afterEach(() => server.stop());

const clientWith = (accessKeyId: () => string) =>
  new SQSClient({
    region: 'eu-west-1',
    endpoint: server.endpoint,
    credentials: async () => ({ secretAccessKey: 'test', accessKeyId: accessKeyId() }),
  });

test('a rehearsal reads the settings of the client, and sends nothing', async () => {
  let readings = 0;
  const client = clientWith(() => {
    readings += 1;
    return 'test';
  });
  await rehearseSending(client, QUEUE_URL);
  expect(readings).toBe(1);

  // A call of the rehearsal would have come before this one.
  await client.send(new ListQueuesCommand({}));
  expect(server.requests).toHaveLength(1);
});

test('a rehearsal that fails leaves the error to the first call', async () => {
  const client = clientWith(() => {
    throw new Error('no credentials');
  });

  await expect(rehearseSending(client, QUEUE_URL)).resolves.toBeUndefined();
  await expect(client.send(new ListQueuesCommand({}))).rejects.toThrow('no credentials');
});

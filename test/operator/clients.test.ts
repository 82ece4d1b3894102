import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createClients } from '../../src/operator/stack/clients.ts';

const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/111122223333/joiner-prod-new-hires';
const credentials = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };

let asked: string[];
let paths: (string | undefined)[];
const server = createServer((request, response) => {
  paths.push(request.url);
  request
    .setEncoding('utf8')
    .on('data', (body) => asked.push(body))
    .on('end', () => response.end(JSON.stringify({ Attributes: { QueueArn: 'arn' } })));
});
const before = { ...process.env };

beforeEach(async () => {
  asked = [];
  paths = [];
  await new Promise<void>((fulfil) => server.listen(0, '127.0.0.1', fulfil));
});
afterEach(async () => {
  process.env = { ...before };
  await new Promise((fulfil) => server.close(fulfil));
});

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_SQS'])(
  'a queue is asked at the endpoint in %s, not at the host in its URL',
  async (setting) => {
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, credentials, { [setting]: `http://127.0.0.1:${port}` });
    const clients = createClients({ region: 'eu-west-1' });

    const { Attributes } = await clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl }));
    clients.destroy();

    expect(Attributes).toEqual({ QueueArn: 'arn' });
    expect(asked.map((body) => JSON.parse(body))).toEqual([{ QueueUrl }]);
  },
);

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'])(
  'a bucket is a part of the path at the endpoint in %s, not of its host',
  async (setting) => {
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, credentials, { [setting]: `http://localhost:${port}` });
    const clients = createClients({ region: 'eu-west-1' });

    await clients.s3.send(new GetObjectCommand({ Bucket: 'reports', Key: 'note.json' }));
    clients.destroy();

    expect(paths).toEqual(['/reports/note.json?x-id=GetObject']);
  },
);

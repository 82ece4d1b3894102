import { GetQueueUrlCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { composedOnce } from '../../src/runtime/composed-once.ts';
import {
  json,
  type RecordingServer,
  startRecordingServer,
} from '../support/http/recording-server.ts';

let server: RecordingServer;
let client: SQSClient;
/** How often the steps of a command were composed. */
let compositions: number;

beforeEach(async () => {
  server = await startRecordingServer();
  server.script(json({ QueueUrl: 'https://sqs.example/queue' }));
  client = composedOnce(
    new SQSClient({
      region: 'eu-west-1',
      endpoint: server.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 3,
    }),
  );
  compositions = 0;
  client.middlewareStack.add(
    (next) => {
      compositions += 1;
      return next;
    },
    { step: 'initialize' },
  );
});
afterEach(() => server.stop());

const newSignal = () => new AbortController().signal;
const queue = (QueueName: string) => new GetQueueUrlCommand({ QueueName });

test('the steps of a command are composed once for all calls with one signal', async () => {
  const abortSignal = newSignal();

  for (const name of ['one', 'two', 'three']) await client.send(queue(name), { abortSignal });

  expect(compositions).toBe(1);
});

test('calls at the same time send what each was given, and get the response of each', async () => {
  const abortSignal = newSignal();
  const names = Array.from({ length: 20 }, (_, index) => `queue-${index}`);

  const responses = await Promise.all(
    names.map((name) => client.send(queue(name), { abortSignal })),
  );

  const sent = server.requests.map(({ body }) => JSON.parse(body).QueueName);
  expect(sent.toSorted()).toEqual(names.toSorted());
  expect(responses.map(({ QueueUrl }) => QueueUrl)).toEqual(
    names.map(() => 'https://sqs.example/queue'),
  );
});

test('each attempt of each call has an id of its own call', async () => {
  const abortSignal = newSignal();
  server.script(json({}, 500), json({ QueueUrl: 'https://sqs.example/queue' }));

  await client.send(queue('one'), { abortSignal });
  await client.send(queue('two'), { abortSignal });

  const ids = server.requests.map(({ headers }) => headers['amz-sdk-invocation-id']);
  expect(ids).toHaveLength(3);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

test('another command, and another signal, are composed anew', async () => {
  const abortSignal = newSignal();

  await client.send(queue('one'), { abortSignal });
  await client.send(new ListQueuesCommand({}), { abortSignal });
  await client.send(queue('one'), { abortSignal: newSignal() });

  expect(compositions).toBe(3);
});

test('a signal that is aborted ends the calls that were given it, and no others', async () => {
  const ended = new AbortController();
  server.script('silence');
  const calls = ['one', 'two'].map((name) =>
    client.send(queue(name), { abortSignal: ended.signal }),
  );
  await server.untilRequests(2);
  ended.abort();

  await expect(Promise.allSettled(calls)).resolves.toMatchObject([
    { reason: { name: 'AbortError' } },
    { reason: { name: 'AbortError' } },
  ]);
  server.script(json({}));
  await expect(client.send(queue('one'), { abortSignal: newSignal() })).resolves.toBeDefined();
});

test.each([
  ['no options', undefined],
  ['no signal', {}],
  ['further options', { abortSignal: newSignal(), requestTimeout: 1_000 }],
])('a call with %s is composed by itself', async (_, options) => {
  await client.send(queue('one'), options);
  await client.send(queue('one'), options);

  expect(compositions).toBe(2);
});

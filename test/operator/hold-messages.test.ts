import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type HoldOptions, holdMessages } from '../../src/operator/failed/hold-messages.ts';
import { recordOperations } from '../support/aws/client-middleware.ts';
import { expireVisibility } from '../support/aws/expire-visibility.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';
import { until } from '../support/time/until.ts';

const sent = Array.from({ length: 23 }, (_, index) => `body-${index}`);

let sqs: LocalSqs;
let client: SQSClient;
let queueUrl: string;
let queues = 0;

beforeAll(async () => {
  sqs = await startSqs();
  client = sqs.connect();
});

afterAll(() => sqs.stop());

beforeEach(async () => {
  queues += 1;
  queueUrl = await sqs.createQueue(`held-${queues}`);
  for (const MessageBody of sent) {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
  }
});

const hold = (options: Partial<HoldOptions> = {}) =>
  holdMessages({
    client,
    queueUrl,
    waitSeconds: 0,
    signal: new AbortController().signal,
    ...options,
  });
const visible = async () => (await sqs.receiveAll(queueUrl)).map(({ Body }) => Body).sort();

test('the messages of several receives are held, each once, and hidden from others', async () => {
  const held = await hold();

  expect(held.messages.map(({ body }) => body).sort()).toEqual([...sent].sort());
  expect(await visible()).toEqual([]);
  await held.releaseAll();
});

test('released messages are visible immediately, except deleted ones', async () => {
  const held = await hold();
  const [first, ...others] = held.messages;
  held.forget(first?.messageId ?? '');

  await held.releaseAll();

  expect(await visible()).toEqual(others.map(({ body }) => body).sort());
});

test('some messages are released before the rest', async () => {
  const held = await hold();
  const some = held.messages.slice(0, 12);

  await held.release(some.map(({ messageId }) => messageId));

  expect(await visible()).toEqual(some.map(({ body }) => body).sort());
  await held.releaseAll();
});

test('an interruption releases the messages received so far', async () => {
  const interruption = new AbortController();

  const held = hold({ signal: interruption.signal, onProgress: () => interruption.abort() });

  await expect(held).rejects.toThrow('aborted');
  expect(await visible()).toHaveLength(sent.length);
});

test('a message that is delivered twice is held once, under its newest receipt', async () => {
  const holder = sqs.connect();
  let expired: Promise<void> | undefined;
  // What was received first is visible again before anything more is received, and only then.
  holder.middlewareStack.add(
    (next) => async (args) => {
      await expired;
      return next(args);
    },
    { step: 'initialize' },
  );
  const held = await hold({
    client: holder,
    onProgress() {
      expired ??= expireVisibility(client, queueUrl);
    },
  });

  await held.releaseAll();

  expect(held.messages).toHaveLength(sent.length);
  expect(await visible()).toHaveLength(sent.length);
});

test('a hold that lasts longer than its visibility timeout renews it', async () => {
  const operations = recordOperations(client);
  const held = await hold({ visibilitySeconds: 2 });
  // Three calls for 23 messages, every second: after nine of them what was received would be visible.
  await until(
    () => operations.filter((operation) => operation === 'ChangeMessageVisibilityBatch'),
    ({ length }) => length >= 9,
  );

  expect(await visible()).toEqual([]);
  await held.releaseAll();
});

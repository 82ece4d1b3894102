import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type SendOptions, sendHires } from '../../src/operator/send/send-hires.ts';
import type { Stack } from '../../src/operator/stack/stack.ts';
import { recordOperations } from '../support/aws/client-middleware.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';

let sqs: LocalSqs;
let stack: Stack;

beforeAll(async () => {
  sqs = await startSqs();
  const outputs = { NewHireQueueUrl: await sqs.createQueue('new-hires') };
  stack = { clients: { sqs: sqs.connect() }, outputs } as unknown as Stack;
});

afterAll(() => sqs.stop());

const messages = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ line: index + 1, body: `{"n":${index}}` }));
const received = async () => (await sqs.receiveAll(stack.outputs.NewHireQueueUrl, 3_600)).length;

async function send(count: number, options: Partial<SendOptions> = {}, to = stack) {
  const pausesMs: number[] = [];
  const sent = await sendHires(to, messages(count), {
    ratePerSecond: 10,
    signal: new AbortController().signal,
    pause: async (ms) => void pausesMs.push(ms),
    onProgress: () => {},
    ...options,
  });
  return { sent, pausesMs };
}

test.each([
  [25, 10, [1000, 1000]],
  [25, 100, [100, 100]],
  [5, 2, [1000, 1000]],
  [3, 0.5, [2000, 2000]],
])('%i messages at %d a second wait %j ms in between', async (count, ratePerSecond, expected) => {
  const { sent, pausesMs } = await send(count, { ratePerSecond });

  expect(sent).toBe(count);
  expect(pausesMs).toEqual(expected);
  expect(await received()).toBe(count);
});

test('without a limit, messages are sent one call after the other without a pause', async () => {
  const client = sqs.connect();
  const operations = recordOperations(client);
  const { sent, pausesMs } = await send(
    25,
    { ratePerSecond: Number.POSITIVE_INFINITY },
    { ...stack, clients: { ...stack.clients, sqs: client } },
  );

  expect(sent).toBe(25);
  expect(pausesMs).toEqual([0, 0]);
  expect(operations).toEqual(Array(3).fill('SendMessageBatch'));
  expect(await received()).toBe(25);
});

test('an interruption ends the sending, and what went out is counted', async () => {
  const interruption = new AbortController();

  const { sent } = await send(25, {
    signal: interruption.signal,
    onProgress: () => interruption.abort(),
  });

  expect(sent).toBe(10);
  expect(await received()).toBe(10);
});

test('a queue that does not take a message ends the sending', async () => {
  const { NewHireQueueUrl } = stack.outputs;
  const outputs = { ...stack.outputs, NewHireQueueUrl: `${NewHireQueueUrl}-gone` };

  expect(await send(25, {}, { ...stack, outputs })).toMatchObject({ sent: 0 });
});

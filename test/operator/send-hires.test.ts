import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type SendOptions, sendHires } from '../../src/operator/send/send-hires.ts';
import { createClients } from '../../src/operator/stack/clients.ts';
import type { Stack } from '../../src/operator/stack/stack.ts';
import { recordOperations } from '../support/aws/client-middleware.ts';
import { receiveAll } from '../support/aws/received.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

let harness: OperatedStack;
let stack: Stack;

beforeAll(async () => {
  harness = await startOperatedStack({ consume: false });
  stack = harness.operated;
});

afterAll(() => harness.stop());

const messages = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ line: index + 1, body: `{"n":${index}}` }));
const received = async () =>
  (await receiveAll(stack.clients.sqs, stack.outputs.NewHireQueueUrl, 3_600)).length;

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
  const clients = createClients({ environment: harness.environment });
  const operations = recordOperations(clients.sqs);
  const { sent, pausesMs } = await send(
    25,
    { ratePerSecond: Number.POSITIVE_INFINITY },
    { ...stack, clients },
  );

  expect(sent).toBe(25);
  expect(pausesMs).toEqual([0, 0]);
  expect(operations).toEqual(Array(3).fill('SendMessageBatch'));
  expect(await received()).toBe(25);
  clients.destroy();
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
  const { events = [] } = await stack.clients.cloudWatchLogs.send(
    new FilterLogEventsCommand({
      logGroupName: outputs.OperatorChangesLogGroupName,
      filterPattern: '?"not-done"',
    }),
  );
  expect(events).toHaveLength(10);
});

import { setImmediate } from 'node:timers/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createMessageVisibility } from '../../src/aws/message-visibility.ts';
import type { Visibility } from '../../src/provisioning/message-ports.ts';
import { answerInstead } from '../support/aws/client-middleware.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';
import { createRecordedQueue, type RecordedQueue } from './recorded-queue.ts';

const signal = new AbortController().signal;
let sqs: LocalSqs;
let queue: RecordedQueue;

beforeAll(async () => {
  sqs = await startSqs();
});

beforeEach(async () => {
  queue = await createRecordedQueue(sqs);
});

afterAll(() => sqs.stop());

/** So many messages in flight, each to be shown again at once. */
async function inFlight(count: number): Promise<Visibility[]> {
  const sender = sqs.connect();
  for (let sent = 0; sent < count; sent += 1)
    await sender.send(
      new SendMessageCommand({ QueueUrl: queue.queueUrl, MessageBody: `body ${sent}` }),
    );
  const received = await sqs.receiveAll(queue.queueUrl);
  return received.map(({ MessageId: messageId = '', ReceiptHandle: receiptHandle = '' }) => ({
    messageId,
    receiptHandle,
    visibilitySeconds: 0,
  }));
}

const setAll = (entries: readonly Visibility[], until: AbortSignal = signal) =>
  createMessageVisibility(queue).setAll(entries, until);

const shownIds = async () =>
  (await sqs.receiveAll(queue.queueUrl)).map(({ MessageId }) => MessageId);

test('each message gets a visibility of its own', async () => {
  const [first, second] = (await inFlight(2)) as [Visibility, Visibility];

  const failed = await setAll([first, { ...second, visibilitySeconds: 600 }]);

  expect(failed).toEqual(new Set());
  expect(await shownIds()).toEqual([first.messageId]);
});

test('ten messages are set in one call, eleven in two', async () => {
  const received = await inFlight(11);
  const entries = received.map((entry) => ({ ...entry, visibilitySeconds: 60 }));

  const failed = await setAll(entries.slice(0, 10));
  const callsForTen = queue.calls.length;
  const failedOfEleven = await setAll(entries);

  expect([...failed, ...failedOfEleven]).toEqual([]);
  expect(callsForTen).toBe(1);
  expect(queue.calls.length - callsForTen).toBe(2);
});

test('no more than twenty calls are made at a time', async () => {
  const entries = Array.from({ length: 1000 }, (_, index) => ({
    messageId: `m-${index}`,
    receiptHandle: `r-${index}`,
    visibilitySeconds: 60,
  }));
  let open = 0;
  let mostOpen = 0;
  queue.client.middlewareStack.add(
    () => async () => {
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      await setImmediate();
      open -= 1;
      return { response: undefined, output: { $metadata: {} } };
    },
    { step: 'initialize' },
  );

  const failed = await setAll(entries);

  expect(failed.size).toBe(1000);
  expect(mostOpen).toBe(20);
});

test('no message costs no call', async () => {
  expect(await setAll([])).toEqual(new Set());
  expect(queue.calls).toEqual([]);
});

test('a message that SQS refuses is returned and reported, and the rest of its batch is set', async () => {
  const [entry] = (await inFlight(1)) as [Visibility];
  const gone = { messageId: 'gone', receiptHandle: 'no-such-receipt', visibilitySeconds: 0 };

  const failed = await setAll([gone, entry]);

  expect(failed).toEqual(new Set(['gone']));
  expect(queue.errors).toEqual([expect.objectContaining({ code: 'ReceiptHandleIsInvalid' })]);
  expect(await shownIds()).toEqual([entry.messageId]);
});

test('a message that is missing from the response of SQS is returned as failed', async () => {
  const entries = await inFlight(1);
  answerInstead(queue.client, () => ({ Successful: [], Failed: [] }));

  expect(await setAll(entries)).toEqual(new Set(entries.map(({ messageId }) => messageId)));
});

test('when a whole call fails its messages are returned as failed, and the error is reported, not thrown', async () => {
  const entries = await inFlight(2);
  queue = { ...queue, queueUrl: `${queue.queueUrl}-gone` };

  const failed = await setAll(entries);

  expect(failed).toEqual(new Set(entries.map(({ messageId }) => messageId)));
  expect(queue.errors).toEqual([expect.objectContaining({ name: 'QueueDoesNotExist' })]);
});

test('after an abort nothing is set', async () => {
  const entries = await inFlight(1);

  const failed = await setAll(entries, AbortSignal.abort());

  expect(failed).toEqual(new Set(entries.map(({ messageId }) => messageId)));
  expect(queue.calls).toEqual([]);
});

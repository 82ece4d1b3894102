import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createFailedMessages } from '../../src/aws/failed-messages.ts';
import type { FailedMessage, FailedMessages } from '../../src/provisioning/message-ports.ts';
import { attributesOf } from '../support/aws/received.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';

const signal = new AbortController().signal;
let sqs: LocalSqs;
let rejectedQueueUrl: string;
let deadLetterQueueUrl: string;
let failedMessages: FailedMessages;

beforeAll(async () => {
  sqs = await startSqs();
  rejectedQueueUrl = await sqs.createQueue('rejected');
  deadLetterQueueUrl = await sqs.createQueue('dead-letter');
});

beforeEach(async () => {
  await sqs.receiveAll(rejectedQueueUrl);
  await sqs.receiveAll(deadLetterQueueUrl);
  failedMessages = createFailedMessages({
    client: sqs.connect(),
    rejectedQueueUrl,
    deadLetterQueueUrl,
  });
});

afterAll(() => sqs.stop());

const setAside: FailedMessage = {
  messageId: 'message-1',
  body: ' {"emailAddress":\t"Zoé@example.com",\r\n}\n',
  reason: { code: 'bad-json', message: 'The body is no JSON.' },
  requestId: 'request-1',
  mac: 'mac-1',
  askedAtMs: Date.parse('2026-03-01T07:00:00Z'),
  atMs: Date.parse('2026-03-02T08:00:00.123Z'),
};

test.each([
  ['rejected', 'rejected', 'when', 'reject', 'rejectedAt'],
  ['handed over', 'dead-letter', 'since when', 'defer', 'firstSeenAt'],
] as const)(
  'a message that is %s keeps its body byte for byte in the %s queue alone, beside why and %s',
  async (_, queue, _when, act, time) => {
    const unsent = await failedMessages[act]([setAside], signal);

    const received = {
      rejected: await sqs.receiveAll(rejectedQueueUrl),
      'dead-letter': await sqs.receiveAll(deadLetterQueueUrl),
    };
    const [kept] = received[queue];
    expect(unsent).toEqual(new Set());
    expect(kept?.Body).toBe(setAside.body);
    expect(attributesOf(kept ?? {})).toEqual({
      reasonCode: 'bad-json',
      reason: 'The body is no JSON.',
      requestId: 'request-1',
      mac: 'mac-1',
      sentAt: '2026-03-01T07:00:00.000Z',
      [time]: '2026-03-02T08:00:00.123Z',
    });
    expect([...received.rejected, ...received['dead-letter']]).toHaveLength(1);
  },
);

test('the ids of messages that were not sent are returned', async () => {
  const withoutQueues = createFailedMessages({
    client: sqs.connect(),
    rejectedQueueUrl: `${rejectedQueueUrl}-gone`,
    deadLetterQueueUrl: `${deadLetterQueueUrl}-gone`,
  });

  expect(await withoutQueues.reject([setAside], signal)).toEqual(new Set(['message-1']));
  expect(await withoutQueues.defer([setAside], signal)).toEqual(new Set(['message-1']));
});

test('the reason why a message was not sent is reported', async () => {
  const errors: unknown[] = [];
  const withoutQueues = createFailedMessages({
    client: sqs.connect(),
    rejectedQueueUrl: `${rejectedQueueUrl}-gone`,
    deadLetterQueueUrl,
    onError: (error) => errors.push(error),
  });

  await withoutQueues.reject([setAside], signal);

  expect(errors).toEqual([expect.objectContaining({ name: 'QueueDoesNotExist' })]);
});

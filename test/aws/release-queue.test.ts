import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createReleaseQueue } from '../../src/aws/release-queue.ts';
import { attributesOf } from '../support/aws/received.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';
import { createRecordedQueue } from './recorded-queue.ts';

let sqs: LocalSqs;
beforeAll(async () => {
  sqs = await startSqs();
});
afterAll(() => sqs.stop());

test('a copy is the message byte for byte, with the times at which HR sent it and at which it was due', async () => {
  const queue = await createRecordedQueue(sqs);
  const body = '{ "emailAddress": "ada.lovelace@example.com",\n "startDate": "2026-03-03" }';
  const askedAtMs = Date.parse('2026-02-01T09:30:00.123Z');
  const dueAtMs = Date.parse('2026-03-02T23:00:00Z');
  const hire = { key: 'employee#1', body, askedAtMs, dueAtMs, version: 3 };

  const unsent = await createReleaseQueue(queue)([hire], new AbortController().signal);

  const received = await sqs.receiveAll(queue.queueUrl);
  expect(received.map(({ Body }) => Body)).toEqual([body]);
  expect(received.map(attributesOf)).toEqual([
    { sentAt: '2026-02-01T09:30:00.123Z', dueAt: '2026-03-02T23:00:00.000Z' },
  ]);
  expect([...unsent]).toEqual([]);
});

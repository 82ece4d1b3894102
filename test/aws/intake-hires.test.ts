import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createIntakeHires } from '../../src/aws/intake-hires.ts';
import { attributesOf } from '../support/aws/received.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';
import { createRecordedQueue } from './recorded-queue.ts';

let sqs: LocalSqs;
beforeAll(async () => {
  sqs = await startSqs();
});
afterAll(() => sqs.stop());

test('a hire has the time at which HR asked for it, and what it was taken from', async () => {
  const queue = await createRecordedQueue(sqs);
  const body = '{"emailAddress":"ada.lovelace@example.com"}';
  const askedAtMs = Date.parse('2026-02-01T09:30:00.123Z');
  const takenFrom = `file#${'0a'.repeat(32)}`;

  await createIntakeHires(queue)([{ body, askedAtMs, takenFrom }], new AbortController().signal);

  const received = await sqs.receiveAll(queue.queueUrl);
  expect(received.map(({ Body }) => Body)).toEqual([body]);
  expect(received.map(attributesOf)).toEqual([{ sentAt: '2026-02-01T09:30:00.123Z', takenFrom }]);
});

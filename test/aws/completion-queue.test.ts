import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCompletionQueue } from '../../src/aws/completion-queue.ts';
import type { CompletionEvent } from '../../src/contracts/completion-event.ts';
import { attributesOf } from '../support/aws/received.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';

const signal = new AbortController().signal;
let sqs: LocalSqs;

beforeAll(async () => {
  sqs = await startSqs();
});

afterAll(() => sqs.stop());

const provisioned: CompletionEvent = {
  specversion: '1.0',
  id: 'event-1',
  source: 'joiner',
  time: '2026-03-02T08:00:00.000Z',
  datacontenttype: 'application/json',
  type: 'joiner.user.provisioned.v1',
  data: {
    requestId: 'request-1',
    emailAddress: 'zoé@example.com',
    userId: 'user-1',
    target: 'finspace:111122223333:eu-west-1:environment',
    outcome: 'created',
  },
};

const rejected: CompletionEvent = {
  ...provisioned,
  id: 'event-2',
  type: 'joiner.user.rejected.v1',
  data: { requestId: 'request-2', reason: { code: 'bad-json', message: 'No JSON.' } },
};

test('an event arrives as JSON, with its type as an attribute to filter by', async () => {
  const queueUrl = await sqs.createQueue('arrives');
  const queue = createCompletionQueue({ client: sqs.connect(), queueUrl });

  const unsent = await queue.publish([provisioned, rejected], signal);

  const received = await sqs.receiveAll(queueUrl);
  expect(unsent).toEqual(new Set());
  expect(received.map(({ Body = '' }) => JSON.parse(Body))).toEqual([provisioned, rejected]);
  expect(received.map(attributesOf)).toEqual([
    { eventType: 'joiner.user.provisioned.v1' },
    { eventType: 'joiner.user.rejected.v1' },
  ]);
});

test('the ids of events that were not sent are returned', async () => {
  const queueUrl = await sqs.createQueue('answers');
  const queue = createCompletionQueue({ client: sqs.connect(), queueUrl: `${queueUrl}-gone` });

  const unsent = await queue.publish([provisioned, rejected], signal);

  expect(unsent).toEqual(new Set(['event-1', 'event-2']));
});

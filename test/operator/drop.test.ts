import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drop } from '../../src/operator/failed/drop.ts';
import { withFailedMessages } from '../../src/operator/failed/failed-queues.ts';
import type { Stack } from '../../src/operator/stack/stack.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

let service: OperatedStack;

beforeAll(async () => {
  service = await startOperatedStack({ consume: false });
});

afterAll(() => service.stop());

const BODY = '{"emailAddress":"ada@example.com","requestId":"R-1"}';
const dropping = { why: 'left', atMs: 0, droppedBy: 'arn:aws:iam::111122223333:user/op' };

function dropAll(stack: Stack) {
  return withFailedMessages(stack, {}, { signal: new AbortController().signal }, (batch) =>
    Promise.all(batch.messages.map((message) => drop(stack, batch, message, dropping))),
  );
}

test('a message whose event cannot be sent is not dropped', async () => {
  await service.putDeadLetters([BODY]);
  const outputs = {
    ...service.operated.outputs,
    CompletionQueueUrl: `${service.stack.endpoints.sqs}/000000000000/gone`,
  };

  const failing = dropAll({ ...service.operated, outputs });

  await expect(failing).rejects.toThrow('is not dropped');
  expect(await service.inFlight(outputs.DeadLetterQueueUrl)).toBe(0);
  expect(await dropAll(service.operated)).toHaveLength(1);
});

test('a message that is dropped twice, as its deletion failed, has one event id', async () => {
  await service.putDeadLetters([BODY, BODY]);

  const events = await dropAll(service.operated);

  expect(events).toHaveLength(2);
  expect(new Set(events.map((event) => event?.id)).size).toBe(1);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drop } from '../../src/operator/failed/drop.ts';
import { withFailedMessages } from '../../src/operator/failed/failed-queues.ts';
import type { Stack } from '../../src/operator/stack/stack.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

let world: OperatedStack;

beforeAll(async () => {
  world = await startOperatedStack({ consume: false });
});

afterAll(() => world.stop());

const BODY = '{"emailAddress":"ada@example.com","requestId":"R-1"}';
const dropping = { why: 'left', atMs: 0, droppedBy: 'arn:aws:iam::111122223333:user/op' };

function dropAll(stack: Stack) {
  return withFailedMessages(stack, {}, { signal: new AbortController().signal }, (inHand) =>
    Promise.all(inHand.messages.map((message) => drop(stack, inHand, message, dropping))),
  );
}

test('nothing is dropped that cannot be told', async () => {
  await world.putDeadLetters([BODY]);
  const outputs = {
    ...world.operated.outputs,
    CompletionQueueUrl: `${world.stack.endpoints.sqs}/000000000000/gone`,
  };

  const failing = dropAll({ ...world.operated, outputs });

  await expect(failing).rejects.toThrow('nothing is dropped');
  expect(await world.inFlight(outputs.DeadLetterQueueUrl)).toBe(0);
  expect(await dropAll(world.operated)).toHaveLength(1);
});

test('a message that was dropped twice, as its deletion failed, is told of under one id', async () => {
  await world.putDeadLetters([BODY, BODY]);

  const events = await dropAll(world.operated);

  expect(events).toHaveLength(2);
  expect(new Set(events.map(({ id }) => id)).size).toBe(1);
});

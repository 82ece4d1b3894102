import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drop } from '../../src/operator/failed/drop.ts';
import { withFailedMessages } from '../../src/operator/failed/failed-queues.ts';
import type { Stack } from '../../src/operator/stack/stack.ts';
import { type OperatorWorld, startOperatorWorld } from '../support/operator-world.ts';

let world: OperatorWorld;

beforeAll(async () => {
  world = await startOperatorWorld({ consume: false });
});

afterAll(() => world.stop());

const BODY = '{"emailAddress":"ada@example.com","requestId":"R-1"}';
const dropping = { why: 'left', atMs: 0, droppedBy: 'arn:aws:iam::111122223333:user/op' };

function dropAll(stack: Stack) {
  return withFailedMessages(stack, {}, { signal: new AbortController().signal }, (batch) =>
    Promise.all(batch.messages.map((message) => drop(stack, batch, message, dropping))),
  );
}

test('a message whose event cannot be sent is not dropped', async () => {
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

test('a message that is dropped twice, as its deletion failed, has one event id', async () => {
  await world.putDeadLetters([BODY, BODY]);

  const events = await dropAll(world.operated);

  expect(events).toHaveLength(2);
  expect(new Set(events.map(({ id }) => id)).size).toBe(1);
});

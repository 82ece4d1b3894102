import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { withFailedMessages } from '../../src/operator/failed/failed-queues.ts';
import { type Replayed, type ReplayOptions, replay } from '../../src/operator/send/replay.ts';
import { readDigests, type Stack } from '../../src/operator/stack/stack.ts';
import { receiveAll } from '../support/aws/received.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';
import { dayFromNow } from '../support/operator/waiting-hire.ts';
import { createManualClock } from '../support/time/manual-clock.ts';

let service: OperatedStack;
const neverAborted = { signal: new AbortController().signal };

beforeEach(async () => {
  service = await startOperatedStack();
});

afterEach(() => service.stop());

const bodies = (count: number, changes: object = {}) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({ emailAddress: `p${index}@example.com`, ...changes }),
  );

/** While it waits, the function does all that there is to do, or nothing at all. */
function replayAll(options: Partial<ReplayOptions> & { isServed?: boolean; stack?: Stack } = {}) {
  const clock = createManualClock(Date.now());
  const { isServed = true, stack = service.operated, ...others } = options;
  return withFailedMessages(
    stack,
    {},
    neverAborted,
    (batch): Promise<Replayed> =>
      replay(stack, batch, {
        ratePerSecond: 100,
        signal: new AbortController().signal,
        clock,
        async pause(ms) {
          clock.advance(ms);
          if (isServed) await service.untilDone();
        },
        onProgress: () => {},
        ...others,
      }),
  );
}

const deadLetters = () => receiveAll(service.sqs, service.stack.outputs.DeadLetterQueueUrl, 3_600);

test('every failed message is sent back as it is, and ends', async () => {
  await service.putDeadLetters(bodies(3));

  const replayed = await replayAll();

  expect(replayed).toEqual({
    replayed: 3,
    done: 3,
    failed: 0,
    stalled: 0,
    toIntake: 0,
    lost: 0,
    left: 0,
  });
  expect(await deadLetters()).toEqual([]);
  const { pseudonymOf } = await readDigests(service.operated);
  expect((await service.events()).map(({ data }) => data.requestId).sort()).toEqual(
    bodies(3).map(pseudonymOf).sort(),
  );
});

test('a hire that is not due is done once it waits', async () => {
  const startDate = dayFromNow(30);
  await service.putDeadLetters(bodies(2, { startDate }));

  const replayed = await replayAll();

  expect(replayed).toMatchObject({ replayed: 2, done: 2, failed: 0, stalled: 0 });
  expect((await service.events()).map(({ type }) => type)).toEqual([
    'joiner.user.scheduled.v1',
    'joiner.user.scheduled.v1',
  ]);
});

test('it gets faster while nothing fails', async () => {
  const rates: number[] = [];
  await service.putDeadLetters(bodies(25));

  await replayAll({ onProgress: (_, ratePerSecond) => rates.push(ratePerSecond) });

  expect(rates[0]).toBe(1);
  expect(Math.max(...rates)).toBe(4);
});

test('it stops when most fail again, and the rest stays in its queue', async () => {
  await service.putDeadLetters(bodies(12, { type: 'SUPER_USER' }));

  const replayed = await replayAll();

  expect(replayed).toEqual({
    replayed: 5,
    done: 0,
    failed: 5,
    stalled: 0,
    toIntake: 0,
    lost: 0,
    left: 7,
    stopped: 'too-many-failures',
    stoppedBy: { done: 0, failed: 5, stalled: 0 },
  });
  expect(await deadLetters()).toHaveLength(7);
  expect(await service.rejected()).toHaveLength(5);
});

test('it sends little into a stack that makes no progress, and stops', async () => {
  await service.stack.consumption.pause();
  await service.putDeadLetters(bodies(20));

  const replayed = await replayAll({ isServed: false });

  // Ten, and one more for each of the first that made no progress, until they are five.
  expect(replayed).toEqual({
    replayed: 14,
    done: 0,
    failed: 0,
    stalled: 14,
    toIntake: 0,
    lost: 0,
    left: 6,
    stopped: 'too-many-failures',
    stoppedBy: { done: 0, failed: 0, stalled: 5 },
  });
});

test('after an interruption the rest is replayed by another call', async () => {
  const interruption = new AbortController();
  await service.putDeadLetters(bodies(4));

  const first = await replayAll({
    signal: interruption.signal,
    onProgress: ({ replayed }) => {
      if (replayed === 2) interruption.abort();
    },
  });
  const second = await replayAll();

  expect(first).toMatchObject({ replayed: 2, left: 2, stopped: 'interrupted' });
  expect(second).toMatchObject({ replayed: 2, left: 0 });
  expect(await service.records()).toHaveLength(4);
});

test('a message that cannot be deleted after it was sent is replayed twice, and done once', async () => {
  await service.putDeadLetters(bodies(1));
  const clock = createManualClock(Date.now());

  const failing = withFailedMessages(service.operated, {}, neverAborted, (batch) =>
    replay(
      service.operated,
      { ...batch, delete: () => Promise.reject(new Error('no delete')) },
      {
        ratePerSecond: 1,
        signal: new AbortController().signal,
        clock,
        pause: async (ms) => clock.advance(ms),
        onProgress: () => {},
      },
    ),
  );

  await expect(failing).rejects.toThrow('no delete');
  // Else the second may find the first at work, and waits until its lease is over.
  await service.untilDone();
  expect(await replayAll()).toMatchObject({ replayed: 1, done: 1 });
  expect(new Set((await service.events()).map(({ id }) => id)).size).toBe(1);
  expect(service.stack.directory.users()).toHaveLength(1);
});

test('a message that cannot be sent stays in its queue', async () => {
  await service.putDeadLetters(bodies(1));
  const outputs = {
    ...service.operated.outputs,
    NewHireQueueUrl: `${service.stack.endpoints.sqs}/0/no`,
  };

  const failing = replayAll({ stack: { ...service.operated, outputs } });

  await expect(failing).rejects.toThrow('queue does not exist');
  expect(await deadLetters()).toHaveLength(1);
});

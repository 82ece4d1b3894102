import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../../support/time/until.ts';
import { type MappingHarness, startMappingHarness } from './mapping-harness.ts';

let harness: MappingHarness;

beforeEach(async () => {
  harness = await startMappingHarness();
});

afterEach(() => harness.stop());

describe('concurrency', () => {
  test('reaches its maximum and no more, and nothing is received beyond it', async () => {
    const gate = Promise.withResolvers<void>();
    let under = 0;
    let most = 0;
    const mapping = harness.createMapping(
      async () => {
        under += 1;
        most = Math.max(most, under);
        await gate.promise;
        under -= 1;
      },
      { batchSize: 1, maximumConcurrency: 2 },
    );
    await harness.send('a', 'b', 'c', 'd');

    mapping.start();
    await until(
      () => under,
      (now) => now === 2,
    );
    const whileBusy = await harness.depth();
    gate.resolve();
    await harness.untilDepth([0, 0]);

    expect(whileBusy).toEqual([2, 2]);
    expect(most).toBe(2);
  });
});

describe('economy', () => {
  test('an idle queue is asked once, by a long poll', async () => {
    const mapping = harness.createMapping(() => null);

    mapping.start();
    await harness.untilCalls(1);
    await mapping.pause();

    expect(harness.calls).toEqual([
      {
        command: 'ReceiveMessageCommand',
        input: expect.objectContaining({ WaitTimeSeconds: 20 }),
      },
    ]);
  });

  test('a batch that waits costs one receive', async () => {
    const gate = Promise.withResolvers<void>();
    const mapping = harness.createMapping(() => gate.promise, { maximumConcurrency: 1 });
    await harness.send('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');

    mapping.start();
    await harness.untilCalls(1);
    const paused = mapping.pause();
    gate.resolve();
    await paused;

    expect(harness.calls.map(({ command }) => command)).toEqual([
      'ReceiveMessageCommand',
      'DeleteMessageBatchCommand',
    ]);
  });
});

describe('a pause', () => {
  test('a pause waits until the invocations under way have ended and their messages are deleted', async () => {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const mapping = harness.createMapping(async () => {
      begun.resolve();
      await gate.promise;
    });
    await harness.send('a');

    mapping.start();
    await begun.promise;
    const paused = mapping.pause();
    gate.resolve();
    await paused;

    expect(await harness.depth()).toEqual([0, 0]);
  });

  test('a pause leaves messages that come later where they are', async () => {
    const mapping = harness.createMapping(() => null);

    mapping.start();
    await harness.untilCalls(1);
    await mapping.pause();
    await harness.send('a');

    expect(await harness.depth()).toEqual([1, 0]);
  });

  test('a pause ends with a start', async () => {
    const mapping = harness.createMapping(() => null);
    mapping.start();
    await mapping.pause();
    await harness.send('a');

    mapping.start();

    expect(await harness.untilDepth([0, 0])).toEqual([0, 0]);
  });

  test('a pause of a mapping that was never started is nothing', async () => {
    const mapping = harness.createMapping(() => null);

    await expect(mapping.pause()).resolves.toBeUndefined();
  });
});

test('a queue that cannot be reached is said in the log', async () => {
  const mapping = harness.createMapping(() => null, { queueUrl: `${harness.queueUrl()}-missing` });

  mapping.start();
  await until(
    () => harness.lines,
    ({ length }) => length === 1,
  );

  expect(JSON.parse(harness.lines[0] ?? '')).toMatchObject({
    level: 'ERROR',
    message: 'Receiving from the queue failed',
    reason: expect.stringContaining('does not exist'),
  });
});

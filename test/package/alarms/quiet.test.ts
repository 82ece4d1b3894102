import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createRandom } from '../../support/trials/seeded.ts';
import { type Outage, verdictsOf } from './outage.ts';
import { READINGS } from './reading.ts';
import { GRANTS_PER_HOUR, GROUPS, sendForEachGroup, withSampleRules } from './sample-rules.ts';
import { type Story, startStory } from './story.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

let story: Story;
beforeEach(async () => {
  story = await startStory(createRandom(1));
});
afterEach(() => story.stop());

async function expectQuiet(play: (stack: Story) => Promise<void>): Promise<void> {
  const day: Outage = {
    name: 'quiet',
    bounds: {},
    async play(stack) {
      await play(stack);
      return {};
    },
  };
  expect(await verdictsOf(day, story)).toEqual(READINGS.map(({ name }) => ({ reading: name })));
}

test('a stack without a hire for eight days rings nothing', async () => {
  await expectQuiet((stack) => stack.pass(8 * DAY));
});

test('a stack that is paused, with no hire waiting, rings nothing', async () => {
  await expectQuiet(async (stack) => {
    await stack.pass(HOUR);
    stack.isConsuming = false;
    await stack.pass(DAY);
  });
});

test('a busy first day with everything that fixes itself rings nothing', async () => {
  await expectQuiet(async ({ world: { directory }, ...stack }) => {
    directory.faults.limit('CreateUser', { perSecond: 10, burst: 10 });
    directory.addUser({ emailAddress: 'person.7@example.com' });
    await stack.pass(HOUR);
    for (let hire = 0; hire < 60; hire += 1) stack.send();
    for (let bad = 0; bad < 5; bad += 1) stack.sendBody('{"cut": ');
    for (let again = 1; again <= 20; again += 1)
      stack.send({ emailAddress: `person.${again}@example.com`, requestId: `again-${again}` });
    directory.faults.next('CreateUser', { kind: 'lose-response' }, 4);
    await stack.pass(2);
    // An outage of four minutes, with hires in the middle of it.
    directory.faults.always('*', { kind: 'drop' });
    for (let hire = 0; hire < 20; hire += 1) stack.send();
    await stack.pass(4);
    directory.faults.clear();
    await stack.pass(HOUR);
    stack.queues.RejectedQueue.removeAll(stack.nowMs());
    for (let hour = 0; hour < 8; hour += 1) {
      stack.send();
      await stack.pass(HOUR);
    }
  });
  const { counted, queues } = story;
  expect(queues.NewHireQueue.size()).toBe(0);
  expect(counted('Created') + counted('Recovered') + counted('Existing')).toBe(88);
  expect([counted('Rejected'), counted('Duplicate')]).toEqual([5, 20]);
  expect(counted('Retried:target-unavailable')).toBeGreaterThan(20);
});

test('as many accounts in an hour as a group may get ring nothing, and so each hour', async () => {
  await expectQuiet(async (stack) => {
    withSampleRules(stack);
    for (const _ of [1, 2, 3]) {
      sendForEachGroup(stack, GRANTS_PER_HOUR, { type: 'APP_USER' });
      await stack.pass(HOUR);
    }
  });
  // Not that of accounts with elevated rights, each of which rings.
  expect(story.counted('Granted')).toBe(3 * GRANTS_PER_HOUR * (GROUPS.size - 1));
});

test('three hires that each fail once, an hour in all, are no outage', async () => {
  await expectQuiet(async ({ world: { directory }, ...stack }) => {
    await stack.pass(HOUR);
    for (const _ of [1, 2, 3]) {
      // As often as a call is tried in one invocation.
      directory.faults.next('CreateUser', { kind: 'drop' }, 2);
      stack.send();
      await stack.pass(20);
    }
    await stack.pass(HOUR);
  });
  expect(story.counted('Retried:target-unavailable')).toBe(3);
});

test('events that arrive around the clock and are read immediately ring no expiry', async () => {
  await expectQuiet(async (stack) => {
    for (let hour = 0; hour < 8 * 24; hour += 1) {
      stack.queues.CompletionQueue.send(stack.nowMs(), 1);
      await stack.pass(HOUR);
    }
  });
});

test('a failed message that is dealt with within a day rings no expiry', async () => {
  const { RejectedQueue } = story.queues;
  await expectQuiet(async (stack) => {
    for (let day = 0; day < 8; day += 1) {
      stack.sendBody('{"cut": ');
      await stack.pass(20 * HOUR);
      RejectedQueue.removeAll(stack.nowMs());
      await stack.pass(4 * HOUR);
    }
  });
});

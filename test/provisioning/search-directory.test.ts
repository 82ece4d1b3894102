import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import { startWorld, type World } from '../support/engine/engine-harness.ts';
import { invokeCutOffAtPage, invokeWithTimeFor } from '../support/engine/invocation.ts';

const message = { body: hire(), messageId: 'm-1' };

let world: World;
beforeEach(async () => {
  world = await startWorld({ directory: { pageSize: 2 } });
});
afterEach(() => world.stop());

describe('a conflict that nobody explains', () => {
  beforeEach(() => world.directory.faults.always('CreateUser', { kind: 'conflict' }));

  test('is tried again after one whole search', async () => {
    const { causes } = await world.deliver([message]);

    expect(causes).toEqual(['conflict-but-not-found']);
    expect(await world.record(ADA)).toMatchObject({ state: 'CREATING' });
  });

  test('is handed over after two', async () => {
    await world.deliver([message]);
    await world.deliver([message]);

    expect(await world.outcomes()).toEqual(['conflict-but-not-found']);
    expect((await world.deadLetters())[0]?.attributes).toMatchObject({
      reasonCode: 'conflict-but-not-found',
    });
  });

  test('is not searched a third time when only the handing over failed', async () => {
    const nowhere = {
      env: { DEAD_LETTER_QUEUE_URL: `${world.environment['DEAD_LETTER_QUEUE_URL']}-x` },
    };
    await world.deliver([message]);
    await world.deliver([message], nowhere);
    const searchedSoFar = world.directory.countCalls('ListUsers');
    await world.deliver([message]);

    expect(world.directory.countCalls('ListUsers')).toBe(searchedSoFar);
    expect(await world.deadLetters()).toHaveLength(1);
  });

  test('is searched anew by the message that an operator sends back', async () => {
    await world.deliver([message]);
    await world.deliver([message]);
    world.directory.addUser({ emailAddress: ADA });
    world.clock.advance(2 * MINUTE_MS);
    await world.deliver([{ ...message, messageId: 'm-2' }]);

    expect(await world.outcomes()).toEqual(['conflict-but-not-found', 'existing']);
  });
});

describe('a directory that takes longer to search than an invocation lasts', () => {
  beforeEach(() => {
    for (let number = 0; number < 6; number += 1)
      world.directory.addUser({ emailAddress: `somebody${number}@example.com` });
    world.directory.addUser({ emailAddress: ADA });
  });

  test('is searched on from where the last invocation stopped', async () => {
    const [first] = await invokeWithTimeFor(2, world, [message]);
    const [second] = await invokeWithTimeFor(2, world, [message]);

    expect(first).toMatchObject({
      result: { cause: 'search-unfinished', delay: { kind: 'soon' } },
    });
    expect(second).toMatchObject({ result: { kind: 'provisioned' } });
    expect(world.directory.countCalls('ListUsers')).toBe(4);
    expect(await world.outcomes()).toEqual(['existing']);
  });

  test('keeps the pages that were read when the next one takes too long', async () => {
    const [first] = await invokeCutOffAtPage(3, world, [message]);
    await world.deliver([message]);

    expect(first).toMatchObject({ result: { cause: 'search-unfinished' } });
    expect(world.directory.countCalls('ListUsers')).toBe(5);
    expect(await world.outcomes()).toEqual(['existing']);
  });

  test('a search that moved on is no failure and does not lengthen the backoff', async () => {
    await invokeWithTimeFor(1, world, [message]);
    await invokeWithTimeFor(1, world, [message]);
    world.directory.faults.next('ListUsers', { kind: 'throttle' });
    const { visibilitySeconds } = await world.deliver([message]);

    expect(await world.record(ADA)).toMatchObject({ attempts: 3 });
    expect(visibilitySeconds).toEqual([23]);
  });

  test('what was read before another attempt does not speak for a refusal', async () => {
    world.directory.faults.next('CreateUser', throttledForLong);
    await world.deliver([message]);
    world.directory.updateUser(world.directory.users()[6]?.userId ?? '', {
      emailAddress: 'somebody6@example.com',
    });
    world.directory.faults.next('CreateUser', { kind: 'validation' });
    await invokeWithTimeFor(1, world, [message]);
    world.directory.faults.next('CreateUser', { kind: 'unavailable' }, 2);
    await world.deliver([message]);
    world.directory.updateUser(world.directory.users()[0]?.userId ?? '', { emailAddress: ADA });
    world.directory.faults.next('CreateUser', { kind: 'validation' });
    await world.deliver([message]);

    expect(await world.outcomes()).toEqual(['existing']);
  });

  test('a cursor that the directory refuses rejects nobody: the search starts anew', async () => {
    await invokeWithTimeFor(1, world, [message]);
    world.directory.expirePageTokens();
    const { again } = await world.deliver([message]);
    await world.deliver([message]);

    expect(again).toEqual(['m-1']);
    expect(await world.outcomes()).toEqual(['existing']);
  });

  test('how far the search came is forgotten once the hire is done', async () => {
    await invokeWithTimeFor(1, world, [message]);
    await world.deliver([message]);

    expect(await world.record(ADA)).not.toHaveProperty('search');
  });
});

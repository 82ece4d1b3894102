import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';
import { invokeCutOffAtPage, invokeWithTimeFor } from '../support/engine/invocation.ts';

const message = { body: hire(), messageId: 'm-1' };

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness({ directory: { pageSize: 2 } });
});
afterEach(() => engine.stop());

describe('a conflict that no account explains', () => {
  beforeEach(() => engine.directory.faults.always('CreateUser', { kind: 'conflict' }));

  /** Two whole searches that count, after one that reads may only lag behind. */
  async function searchInVain(settings = {}): Promise<void> {
    await engine.deliver([message]);
    engine.clock.advance(26 * MINUTE_MS);
    await engine.deliver([message]);
    await engine.deliver([message], settings);
  }

  test('a conflict that no account explains is not deferred while reads may lag behind the account that is in the way', async () => {
    await engine.deliver([message]);
    engine.clock.advance(15 * MINUTE_MS);
    await engine.deliver([message]);
    const { causes } = await engine.deliver([message]);

    expect(causes).toEqual(['conflict-but-not-found']);
    expect(await engine.deadLetters()).toEqual([]);
  });

  test('is tried again after one whole search', async () => {
    const { causes } = await engine.deliver([message]);

    expect(causes).toEqual(['conflict-but-not-found']);
    expect(await engine.record(ADA)).toMatchObject({ state: 'CREATING' });
  });

  test('a conflict that no account explains is deferred after two, once reads cannot lag behind the account any more', async () => {
    await searchInVain();

    expect(await engine.outcomes()).toEqual(['conflict-but-not-found']);
    expect((await engine.deadLetters())[0]?.attributes).toMatchObject({
      reasonCode: 'conflict-but-not-found',
    });
  });

  test('a conflict that no account explains is not searched a third time when only the deferral failed', async () => {
    const nowhere = {
      env: { DEAD_LETTER_QUEUE_URL: `${engine.environment['DEAD_LETTER_QUEUE_URL']}-x` },
    };
    await searchInVain(nowhere);
    const searchedSoFar = engine.directory.countCalls('ListUsers');
    await engine.deliver([message]);

    expect(engine.directory.countCalls('ListUsers')).toBe(searchedSoFar);
    expect(await engine.deadLetters()).toHaveLength(1);
  });

  test('is searched again by the message that an operator replays', async () => {
    await searchInVain();
    engine.directory.addUser({ emailAddress: ADA });
    engine.clock.advance(2 * MINUTE_MS);
    await engine.deliver([{ ...message, messageId: 'm-2' }]);

    expect(await engine.outcomes()).toEqual(['conflict-but-not-found', 'existing']);
  });
});

describe('a directory that takes longer to search than an invocation lasts', () => {
  beforeEach(() => {
    for (let number = 0; number < 6; number += 1)
      engine.directory.addUser({ emailAddress: `somebody${number}@example.com` });
    engine.directory.addUser({ emailAddress: ADA });
  });

  test('a directory that takes longer to search than an invocation lasts is searched on from where the last invocation stopped', async () => {
    const [first] = await invokeWithTimeFor(2, engine, [message]);
    const [second] = await invokeWithTimeFor(2, engine, [message]);

    expect(first).toMatchObject({
      result: { cause: 'search-unfinished', delay: { kind: 'soon' } },
    });
    expect(second).toMatchObject({ result: { kind: 'provisioned' } });
    expect(engine.directory.countCalls('ListUsers')).toBe(4);
    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('a directory that takes longer to search than an invocation lasts keeps the pages that were read when the next one takes too long', async () => {
    const [first] = await invokeCutOffAtPage(3, engine, [message]);
    await engine.deliver([message]);

    expect(first).toMatchObject({ result: { cause: 'search-unfinished' } });
    expect(engine.directory.countCalls('ListUsers')).toBe(5);
    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('a search that moved on is no failure and does not lengthen the backoff', async () => {
    await invokeWithTimeFor(1, engine, [message]);
    await invokeWithTimeFor(1, engine, [message]);
    engine.directory.faults.next('ListUsers', { kind: 'throttle' });
    const { visibilitySeconds } = await engine.deliver([message]);

    expect(await engine.record(ADA)).toMatchObject({ attempts: 3 });
    expect(visibilitySeconds).toEqual([23]);
  });

  test('what was read before another attempt does not speak for a refusal', async () => {
    engine.directory.faults.next('CreateUser', throttledForLong);
    await engine.deliver([message]);
    engine.directory.updateUser(engine.directory.users()[6]?.userId ?? '', {
      emailAddress: 'somebody6@example.com',
    });
    engine.directory.faults.next('CreateUser', { kind: 'validation' });
    await invokeWithTimeFor(1, engine, [message]);
    engine.directory.faults.next('CreateUser', { kind: 'unavailable' }, 2);
    await engine.deliver([message]);
    engine.directory.updateUser(engine.directory.users()[0]?.userId ?? '', { emailAddress: ADA });
    engine.directory.faults.next('CreateUser', { kind: 'validation' });
    await engine.deliver([message]);

    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('what was read before a call of this attempt that was sent again does not speak for its refusal', async () => {
    engine.directory.faults.next('CreateUser', throttledForLong);
    await engine.deliver([message]);
    engine.directory.updateUser(engine.directory.users()[6]?.userId ?? '', {
      emailAddress: 'somebody6@example.com',
    });
    engine.directory.faults.next('CreateUser', { kind: 'validation' });
    await invokeWithTimeFor(1, engine, [message]);
    engine.directory.updateUser(engine.directory.users()[0]?.userId ?? '', { emailAddress: ADA });
    engine.directory.faults.next('CreateUser', { kind: 'unavailable' });
    engine.directory.faults.next('CreateUser', { kind: 'validation' });
    await engine.deliver([message]);

    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('a cursor that the directory refuses rejects no hire: the search starts from the beginning', async () => {
    await invokeWithTimeFor(1, engine, [message]);
    engine.directory.expirePageTokens();
    const { again } = await engine.deliver([message]);
    await engine.deliver([message]);

    expect(again).toEqual(['m-1']);
    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('how far the search came is forgotten once the hire is done', async () => {
    await invokeWithTimeFor(1, engine, [message]);
    await engine.deliver([message]);

    expect(await engine.record(ADA)).not.toHaveProperty('search');
  });
});

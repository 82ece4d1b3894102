import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

describe('the lease', () => {
  beforeEach(async () => {
    engine.directory.faults.next('CreateUser', throttledForLong);
    await engine.deliver([{ body: hire(), messageId: 'm-1' }]);
  });
  const another = { body: hire({ requestId: 'request-2' }), messageId: 'm-2' };

  test('the lease holds another message back for its rest and 1 to 5 seconds more', async () => {
    engine.clock.advance(20_000);
    const { causes, visibilitySeconds } = await engine.deliver([another]);

    expect(causes).toEqual(['lease-held']);
    expect(visibilitySeconds).toEqual([41 + 3]);
    expect(engine.directory.countCalls('CreateUser')).toBe(1);
  });

  test('the lease does not hold the same message back', async () => {
    await engine.deliver([{ body: hire(), messageId: 'm-1', receiveCount: 2 }]);

    expect(await engine.outcomes()).toEqual(['created']);
    expect(await engine.record(ADA)).toMatchObject({ attempts: 2 });
  });

  test('the lease lets anyone claim once it is over', async () => {
    engine.clock.advance(61_000);
    await engine.deliver([another]);

    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('the lease counts as over when it lies more than 16 minutes ahead, by a clock that was wrong', async () => {
    engine.clock.advance(-17 * MINUTE_MS);
    await engine.deliver([another]);

    expect(await engine.outcomes()).toEqual(['created']);
  });
});

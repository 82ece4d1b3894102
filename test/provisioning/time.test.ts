import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

/** What is left of an invocation when it claims, and the second by which the lease outlasts it. */
const REMAINING_MS = MINUTE_MS;
const LEASE_MS = REMAINING_MS + 1_000;

const message = { body: hire(), messageId: 'm-1' };
const another = { body: hire({ requestId: 'request-2' }), messageId: 'm-2' };

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

/** An attempt whose account is created, and whose answers are all lost. */
async function loseTheAnswer(): Promise<void> {
  engine.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
  await engine.deliver([message], { remainingMs: REMAINING_MS });
}

/** An instance whose clock is wrong by so much. */
function clockAheadBy(ms: number) {
  return { ports: { clock: { now: () => engine.clock.now() + ms } } };
}

describe('the lease of an attempt', () => {
  test('the lease of an attempt holds another request off until its last millisecond, which then waits for its rest', async () => {
    await loseTheAnswer();
    engine.clock.advance(LEASE_MS - 1);
    const { causes, visibilitySeconds } = await engine.deliver([another]);

    expect(causes).toEqual(['lease-held']);
    // The millisecond that is left, and half of one to five seconds.
    expect(visibilitySeconds).toEqual([4]);
    expect(engine.directory.countCalls('CreateUser')).toBe(2);
  });

  test('the lease of an attempt is over with its last millisecond: another request finishes the hire', async () => {
    await loseTheAnswer();
    engine.clock.advance(LEASE_MS);
    await engine.deliver([another]);

    expect(await engine.outcomes()).toEqual(['created']);
    expect(engine.directory.users()).toHaveLength(1);
  });

  test('the lease of an attempt never holds off the message that it is for', async () => {
    await loseTheAnswer();
    await engine.deliver([message]);

    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('the lease of an attempt counts as over when it is further ahead than any invocation lasts: a wrong clock set it', async () => {
    engine.directory.faults.next('CreateUser', throttledForLong);
    await engine.deliver([message], clockAheadBy(16 * MINUTE_MS - LEASE_MS + 1));
    await engine.deliver([another]);

    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('the lease of an attempt is believed up to the longest that it can be', async () => {
    engine.directory.faults.next('CreateUser', throttledForLong);
    await engine.deliver([message], clockAheadBy(16 * MINUTE_MS - LEASE_MS));
    const { causes } = await engine.deliver([another]);

    expect(causes).toEqual(['lease-held']);
  });

  test('protects nothing that safety rests on: set by a clock that is behind, it is over immediately', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'hang-after-commit' });
    const slow = engine.deliver([message], clockAheadBy(-2 * MINUTE_MS));
    await engine.directory.faults.untilHanging();
    await engine.deliver([another]);
    engine.directory.faults.release();
    await slow;

    expect(engine.directory.users()).toHaveLength(1);
    expect(await engine.outcomes()).toEqual(['created', 'duplicate']);
  });
});

describe('the client token of an attempt', () => {
  test('brings the same account back at nine minutes, without a search', async () => {
    await loseTheAnswer();
    engine.clock.advance(9 * MINUTE_MS);
    await engine.deliver([another]);

    expect(await engine.outcomes()).toEqual(['created']);
    expect(engine.directory.countCalls('ListUsers')).toBe(0);
  });

  test('the client token of an attempt is over at eleven minutes: the account is found, and is ours', async () => {
    await loseTheAnswer();
    engine.clock.advance(11 * MINUTE_MS);
    await engine.deliver([another]);

    expect(await engine.outcomes()).toEqual(['recovered']);
    expect(engine.directory.countCalls('ListUsers')).toBe(1);
  });

  test('lives no longer for being used again: lost at nine minutes too, the hire is recovered at eleven', async () => {
    await loseTheAnswer();
    engine.clock.advance(9 * MINUTE_MS);
    await loseTheAnswer();
    engine.clock.advance(2 * MINUTE_MS);
    await engine.deliver([message]);

    expect(await engine.outcomes()).toEqual(['recovered']);
    expect(await engine.record(ADA)).toMatchObject({ attempts: 3 });
    expect(engine.directory.users()).toHaveLength(1);
  });
});

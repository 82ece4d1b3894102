import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, hire, MINUTE_MS } from '../support/hires.ts';
import { throttledForLong } from '../support/throttled-for-long.ts';
import { startWorld, type World } from '../support/world.ts';

/** What is left of an invocation when it claims, and the second by which the lease outlasts it. */
const REMAINING_MS = MINUTE_MS;
const LEASE_MS = REMAINING_MS + 1_000;

const message = { body: hire(), messageId: 'm-1' };
const another = { body: hire({ requestId: 'request-2' }), messageId: 'm-2' };

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

/** An attempt whose account is created, and whose answers are all lost. */
async function loseTheAnswer(): Promise<void> {
  world.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
  await world.deliver([message], { remainingMs: REMAINING_MS });
}

/** An instance whose clock is wrong by so much. */
function clockAheadBy(ms: number) {
  return { ports: { clock: { now: () => world.clock.now() + ms } } };
}

describe('the lease of an attempt', () => {
  test('holds another request off until its last millisecond, which then waits for its rest', async () => {
    await loseTheAnswer();
    world.clock.advance(LEASE_MS - 1);
    const { causes, visibilitySeconds } = await world.deliver([another]);

    expect(causes).toEqual(['lease-held']);
    // The millisecond that is left, and half of one to five seconds.
    expect(visibilitySeconds).toEqual([4]);
    expect(world.directory.countCalls('CreateUser')).toBe(2);
  });

  test('is over with its last millisecond: another request finishes the hire', async () => {
    await loseTheAnswer();
    world.clock.advance(LEASE_MS);
    await world.deliver([another]);

    expect(await world.outcomes()).toEqual(['created']);
    expect(world.directory.users()).toHaveLength(1);
  });

  test('never holds off the message that it is for', async () => {
    await loseTheAnswer();
    await world.deliver([message]);

    expect(await world.outcomes()).toEqual(['created']);
  });

  test('counts as over when it is further ahead than any invocation lasts: a wrong clock set it', async () => {
    world.directory.faults.next('CreateUser', throttledForLong);
    await world.deliver([message], clockAheadBy(16 * MINUTE_MS - LEASE_MS + 1));
    await world.deliver([another]);

    expect(await world.outcomes()).toEqual(['created']);
  });

  test('is believed up to the longest that it can be', async () => {
    world.directory.faults.next('CreateUser', throttledForLong);
    await world.deliver([message], clockAheadBy(16 * MINUTE_MS - LEASE_MS));
    const { causes } = await world.deliver([another]);

    expect(causes).toEqual(['lease-held']);
  });

  test('protects nothing that safety rests on: set by a clock that is behind, it is over at once', async () => {
    world.directory.faults.next('CreateUser', { kind: 'hang-after-commit' });
    const slow = world.deliver([message], clockAheadBy(-2 * MINUTE_MS));
    await world.directory.faults.untilHanging();
    await world.deliver([another]);
    world.directory.faults.release();
    await slow;

    expect(world.directory.users()).toHaveLength(1);
    expect(await world.outcomes()).toEqual(['created', 'duplicate']);
  });
});

describe('the client token of an attempt', () => {
  test('brings the same account back at nine minutes, without a search', async () => {
    await loseTheAnswer();
    world.clock.advance(9 * MINUTE_MS);
    await world.deliver([another]);

    expect(await world.outcomes()).toEqual(['created']);
    expect(world.directory.countCalls('ListUsers')).toBe(0);
  });

  test('is over at eleven minutes: the account is found, and is ours', async () => {
    await loseTheAnswer();
    world.clock.advance(11 * MINUTE_MS);
    await world.deliver([another]);

    expect(await world.outcomes()).toEqual(['recovered']);
    expect(world.directory.countCalls('ListUsers')).toBe(1);
  });

  test('lives no longer for being used again: lost at nine minutes too, the hire is recovered at eleven', async () => {
    await loseTheAnswer();
    world.clock.advance(9 * MINUTE_MS);
    await loseTheAnswer();
    world.clock.advance(2 * MINUTE_MS);
    await world.deliver([message]);

    expect(await world.outcomes()).toEqual(['recovered']);
    expect(await world.record(ADA)).toMatchObject({ attempts: 3 });
    expect(world.directory.users()).toHaveLength(1);
  });
});

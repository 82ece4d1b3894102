import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../local/directories/finspace/server.ts';
import type { AccountFields } from '../../src/contracts/new-hire.ts';
import type { Target } from '../../src/provisioning/ports.ts';
import { createPacedTarget } from '../../src/targets/paced-target.ts';
import { createTestClient, createTestTarget } from '../support/directories/finspace-client.ts';
import { createManualClock, type ManualClock } from '../support/time/manual-clock.ts';
import { grantOf } from './memberships.suite.ts';

const zoe: AccountFields = {
  emailAddress: 'zoe@example.com',
  type: 'APP_USER',
  apiAccess: 'DISABLED',
};
const inTime = new AbortController().signal;

let clock: ManualClock;
let directory: FinspaceDouble;
let target: Target;
let sleptMs: number[];
let onSleep: () => void;

beforeEach(async () => {
  clock = createManualClock(1_700_000_000_000);
  directory = await startFinspaceDouble({ clock });
  sleptMs = [];
  onSleep = () => {};
  target = paced(createTestTarget(createTestClient(directory.endpoint, {}, 1)));
});

afterEach(() => directory.stop());

function paced(one: Target): Target {
  const sleep = async (ms: number) => {
    sleptMs.push(ms);
    clock.advance(ms);
    onSleep();
  };
  return createPacedTarget(one, { clock, sleep });
}

const creation = (fields = zoe, clientToken = 'token-1') => ({
  fields,
  clientToken,
  personKey: 'user#1',
});
const create = (fields = zoe, signal = inTime) => target.create(creation(fields), signal);
const sendings = () => directory.countCalls('CreateUser');

test('a directory that does not throttle is called immediately', async () => {
  await target.untilTurn?.(inTime);
  expect(await create()).toMatchObject({ kind: 'created' });
  expect(sleptMs).toEqual([]);
});

test('a throttled creation is sent again at its next turn, and is created', async () => {
  directory.faults.next('CreateUser', { kind: 'throttle' });

  expect(await create()).toMatchObject({ kind: 'created' });
  expect(sleptMs).toEqual([1177]);
});

test('the more creations succeeded lately, the sooner is the next turn', async () => {
  for (let number = 0; number < 10; number += 1)
    await target.create(
      creation({ ...zoe, emailAddress: `zoe-${number}@example.com` }, `${number}`),
      inTime,
    );
  directory.faults.next('CreateUser', { kind: 'throttle' });
  await create();

  expect(sleptMs).toEqual([118]);
});

test('it is sent again under the same client token: an account that it created anyway stays one', async () => {
  const first = await create();
  directory.faults.next('CreateUser', { kind: 'throttle' });

  expect(await create()).toEqual(first);
  expect(sendings()).toBe(3);
  expect(directory.users()).toHaveLength(1);
});

test('a creation is sent five times, then it is throttled', async () => {
  directory.faults.always('CreateUser', { kind: 'throttle' });

  expect(await create()).toEqual({ kind: 'unknown', cause: 'throttled' });
  expect(sendings()).toBe(5);
});

test('a short Retry-After is waited for', async () => {
  directory.faults.next('CreateUser', { kind: 'throttle', retryAfterSeconds: 10 });

  expect(await create()).toMatchObject({ kind: 'created' });
  expect(sleptMs).toEqual([10_000]);
});

test('a longer one is left to the queue, and holds no other creation back for so long', async () => {
  directory.faults.next('CreateUser', { kind: 'throttle', retryAfterSeconds: 11 });

  expect(await create()).toEqual({ kind: 'unknown', cause: 'throttled', retryAfterMs: 11_000 });
  await target.untilTurn?.(inTime);
  expect(sleptMs).toEqual([1177]);
});

test('the end of the invocation ends the wait for another sending', async () => {
  const invocation = new AbortController();
  onSleep = () => invocation.abort();
  directory.faults.always('CreateUser', { kind: 'throttle', retryAfterSeconds: 5 });

  expect(await create(zoe, invocation.signal)).toMatchObject({
    cause: 'throttled',
    retryAfterMs: 5000,
  });
  expect(sendings()).toBe(1);
});

test('a refusal at a later sending does not prove that nothing was created', async () => {
  directory.faults.next('CreateUser', { kind: 'throttle' });
  directory.faults.next('CreateUser', { kind: 'validation' });

  expect(await create()).toMatchObject({ kind: 'rejected', afterLostAnswer: true });
});

test('what is no throttle is returned immediately', async () => {
  directory.faults.always('CreateUser', { kind: 'unavailable' });

  expect(await create()).toEqual({ kind: 'unknown', cause: 'target-unavailable' });
  expect(sendings()).toBe(1);
});

describe('groups', () => {
  const userId = 'user-1';
  let calls: number;
  let throttledCalls: number;

  /** A directory whose limit for groups is not that for accounts. */
  const limited = (retryAfterMs?: number): Target => ({
    ...createTestTarget(createTestClient(directory.endpoint, {}, 1)),
    async grant() {
      calls += 1;
      if (calls > throttledCalls) return { kind: 'granted' };
      return { kind: 'unknown', cause: 'throttled', ...(retryAfterMs && { retryAfterMs }) };
    },
  });
  const grant = (to: Target, signal = inTime) => grantOf(to)(userId, 'group-1', signal);

  beforeEach(() => {
    calls = 0;
    throttledCalls = 0;
  });

  test('a directory that does not throttle is called immediately', async () => {
    expect(await grant(paced(limited()))).toEqual({ kind: 'granted' });
    expect(sleptMs).toEqual([]);
  });

  test('a throttled call is sent again at its next turn, and the next call waits for its own', async () => {
    throttledCalls = 1;
    const target = paced(limited());

    expect(await grant(target)).toEqual({ kind: 'granted' });
    expect(sleptMs).toEqual([1177]);
    expect(await grant(target)).toEqual({ kind: 'granted' });
    expect(sleptMs).toHaveLength(2);
  });

  test('it is sent five times, then it is throttled', async () => {
    throttledCalls = 9;

    expect(await grant(paced(limited()))).toEqual({ kind: 'unknown', cause: 'throttled' });
    expect(calls).toBe(5);
  });

  test('it is sent again where a creation must not be: twice in a group is once in it', async () => {
    throttledCalls = 1;
    const target = paced({ ...limited(), tokenLifeMs: 0, enforcesUniqueness: false });

    expect(await grant(target)).toEqual({ kind: 'granted' });
  });

  test('a long Retry-After is left to the queue', async () => {
    throttledCalls = 1;

    expect(await grant(paced(limited(11_000)))).toMatchObject({ retryAfterMs: 11_000 });
    expect(calls).toBe(1);
  });

  test('throttled groups hold no creation back', async () => {
    throttledCalls = 9;
    const target = paced(limited());
    await grant(target);
    sleptMs = [];

    await target.untilTurn?.(inTime);
    expect(sleptMs).toEqual([]);
  });

  test('the end of the invocation ends the wait for a turn, and nothing is sent', async () => {
    throttledCalls = 1;
    const invocation = new AbortController();
    const target = paced(limited());
    await grant(target);
    calls = 0;
    onSleep = () => invocation.abort();

    expect(await grant(target, invocation.signal)).toEqual({
      kind: 'unknown',
      cause: 'out-of-time',
    });
    expect(calls).toBe(0);
  });

  test('a target that grants no groups grants none where it is paced', () => {
    const { grant: _, ...target } = limited();

    expect(paced(target).grant).toBeUndefined();
  });
});

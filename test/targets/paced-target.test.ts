import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../local/directories/finspace/server.ts';
import type { AccountFields } from '../../src/contracts/new-hire.ts';
import type { Target } from '../../src/provisioning/ports.ts';
import { createPacedTarget } from '../../src/targets/paced-target.ts';
import { createTestClient, createTestTarget } from '../support/directories/finspace-client.ts';
import { createManualClock, type ManualClock } from '../support/time/manual-clock.ts';

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

beforeEach(async () => {
  clock = createManualClock(1_700_000_000_000);
  directory = await startFinspaceDouble({ clock });
  sleptMs = [];
  target = pacedTarget();
});

afterEach(() => directory.stop());

function pacedTarget(onSleep = () => {}): Target {
  const client = createTestClient(directory.endpoint, {}, 1);
  const sleep = async (ms: number) => {
    sleptMs.push(ms);
    clock.advance(ms);
    onSleep();
  };
  return createPacedTarget(createTestTarget(client), { clock, sleep });
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
  target = pacedTarget(() => invocation.abort());
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

import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { MessageVisibility } from '../../src/provisioning/ports.ts';
import { ADA, hire, MINUTE_MS } from '../support/hires.ts';
import { startRecordingServer } from '../support/recording-server.ts';
import { throttledForLong } from '../support/throttled-for-long.ts';
import { startWorld, type World } from '../support/world.ts';

/** 300 ms until calls of the directory must stop, though nothing answers. */
const SHORT_MS = 7_800;

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

describe('the deadline', () => {
  test('a directory that hangs does not keep the function from answering', async () => {
    world.directory.faults.always('CreateUser', { kind: 'hang' });
    const { again, causes, visibilitySeconds } = await world.deliver(
      [{ body: hire(), messageId: 'm-1' }],
      { remainingMs: SHORT_MS },
    );

    expect(again).toEqual(['m-1']);
    expect(causes).toEqual(['out-of-time']);
    expect(visibilitySeconds).toEqual([3]);
  });

  test('nothing is started once the time is over', async () => {
    const { causes } = await world.deliver([{ body: hire() }], { remainingMs: 7_500 });

    expect(causes).toEqual(['out-of-time']);
    expect(world.directory.calls).toEqual([]);
    expect(await world.recordCount()).toBe(0);
  });

  test('a hire whose turn does not come leaves no trace, and comes again soon', async () => {
    const { target } = world.compose();
    const untilTurn = async (signal: AbortSignal) => void (await once(signal, 'abort'));
    const { causes, visibilitySeconds } = await world.deliver([{ body: hire() }], {
      remainingMs: SHORT_MS,
      ports: { target: { ...target, untilTurn } },
    });

    expect(causes).toEqual(['out-of-time']);
    expect(visibilitySeconds).toEqual([3]);
    expect(world.directory.calls).toEqual([]);
    expect(await world.recordCount()).toBe(0);
  });

  test('nothing goes on after the function has answered', async () => {
    world.directory.faults.next('CreateUser', { kind: 'hang' });
    await world.deliver([{ body: hire() }], { remainingMs: SHORT_MS });
    world.directory.faults.release();
    await world.deliver([{ body: hire(), messageId: 'm-2' }]);

    expect(await world.record(ADA)).toMatchObject({ state: 'CREATING', attempts: 1 });
  });

  test('a queue that hangs does not keep the function from answering', async () => {
    const hanging = await startRecordingServer();
    hanging.script('silence');
    const { causes } = await world.deliver([{ body: 'not json' }], {
      env: { REJECTED_QUEUE_URL: `${hanging.endpoint}/000000000000/rejected` },
      remainingMs: 2_300,
    });
    await hanging.stop();

    expect(causes).toEqual(['queue-unavailable']);
  });

  test('no timer of an invocation outlives it', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    const before = timers().length;
    await world.deliver([{ body: 'not json' }]);

    expect(timers().length).toBeLessThanOrEqual(before);
  });

  test('a hire that is done is told of though its sibling hangs', async () => {
    await world.deliver([{ body: hire() }]);
    world.directory.faults.always('CreateUser', { kind: 'hang' });
    const sibling = hire({ emailAddress: 'grace.hopper@example.com', requestId: 'request-2' });
    const { again } = await world.deliver([{ body: hire() }, { body: sibling, messageId: 'm-2' }], {
      remainingMs: SHORT_MS,
    });

    expect(again).toEqual(['m-2']);
    expect(await world.events()).toHaveLength(2);
  });
});

describe('a service that fails', () => {
  test.each([
    ['throttling', { kind: 'throttle' }, 'throttled', 23],
    ['throttling with Retry-After', { kind: 'throttle', retryAfterSeconds: 90 }, 'throttled', 93],
    ['an outage', { kind: 'unavailable' }, 'target-unavailable', 23],
    ['an internal error', { kind: 'internal-error' }, 'target-unavailable', 23],
    ['a closed connection', { kind: 'drop' }, 'target-unavailable', 23],
    ['denied access', { kind: 'access-denied' }, 'target-denied-access', 23],
    [
      'a limit, though it shares its status with a refusal',
      { kind: 'limit-exceeded' },
      'target-limit-exceeded',
      23,
    ],
  ] as const)('%s of the directory: the message comes again', async (_, fault, cause, seconds) => {
    world.directory.faults.always('CreateUser', fault);
    const { causes, visibilitySeconds } = await world.deliver([{ body: hire() }]);

    expect(causes).toEqual([cause]);
    expect(visibilitySeconds).toEqual([seconds]);
    expect(await world.rejected()).toEqual([]);
  });

  test('throttling that is soon over: the hire is created in the same invocation', async () => {
    world.directory.faults.next('CreateUser', { kind: 'throttle' }, 2);
    const { causes } = await world.deliver([{ body: hire() }]);

    expect(causes).toEqual([]);
    expect(world.directory.countCalls('CreateUser')).toBe(3);
    expect(await world.record(ADA)).toMatchObject({ state: 'PROVISIONED', attempts: 1 });
  });

  test('the users table: the message comes again, and the directory is not asked', async () => {
    const { causes } = await world.deliver([{ body: hire() }], {
      env: { USERS_TABLE_NAME: 'not-there' },
    });

    expect(causes).toEqual(['table-unavailable']);
    expect(world.directory.calls).toEqual([]);
  });
});

describe('a batch that may have crashed the function', () => {
  const people = (receiveCount: number) =>
    ['m-1', 'm-2', 'm-3'].map((messageId) => ({
      messageId,
      receiveCount,
      body: hire({ emailAddress: `${messageId}@example.com`, requestId: messageId }),
    }));

  test('is processed whole up to the nineteenth receive', async () => {
    const { again } = await world.deliver(people(19));

    expect(again).toEqual([]);
    expect(world.directory.users()).toHaveLength(3);
  });

  test('has one message processed alone from the twentieth on, and the others come again', async () => {
    const { again } = await world.deliver(people(20));

    expect(again).toEqual(['m-2', 'm-3']);
    expect(world.directory.users()).toMatchObject([{ emailAddress: 'm-1@example.com' }]);
  });

  test('says for how long those have waited that come again untried', async () => {
    const sentAtMs = world.clock.now() - 5 * MINUTE_MS;
    const { metrics } = await world.deliver(people(20).map((one) => ({ ...one, sentAtMs })));

    expect(metrics['WaitingHireAge']).toEqual([300, 300]);
  });

  test('has the others shown again before the work that may crash begins', async () => {
    const shown: string[] = [];
    const setAll: MessageVisibility['setAll'] = async (entries) => {
      shown.push(...entries.map(({ messageId }) => messageId));
      return new Set();
    };
    const shownAtFirstCall: string[] = [];
    world.directory.onRequest(() => void shownAtFirstCall.push(...shown));
    world.directory.faults.next('CreateUser', throttledForLong);
    await world.deliver(people(20), { ports: { visibility: { setAll } } });

    expect(shownAtFirstCall).toEqual(['m-2', 'm-3']);
    expect(shown).toEqual(['m-2', 'm-3', 'm-1']);
  });
});

describe('the log', () => {
  test('has one line for each outcome', async () => {
    const { log } = await world.deliver([{ body: hire() }, { body: 'not json' }]);

    expect(log).toEqual([
      {
        level: 'info',
        message: 'provisioned',
        facts: expect.objectContaining({ requestId: 'request-1', outcome: 'created' }),
      },
      {
        level: 'warn',
        message: 'rejected',
        facts: expect.objectContaining({ reasonCode: 'invalid-json' }),
      },
    ]);
  });

  test('has the stack of an error that nothing foresaw, and not its words', async () => {
    const { log } = await world.deliver([{ body: hire() }], {
      env: { USERS_TABLE_NAME: 'not-there' },
    });

    const error = log[0]?.facts['error'];
    expect(error).toMatchObject({
      name: 'TableError',
      cause: {
        name: 'ResourceNotFoundException',
        stack: expect.arrayContaining([expect.stringMatching(/^ {4}at /)]),
      },
    });
    expect(JSON.stringify(error)).not.toContain('Requested resource');
  });

  test('has no address and no name, whatever happens', async () => {
    world.directory.addUser({ emailAddress: 'grace.hopper@example.com', status: 'DISABLED' });
    world.directory.faults.next('CreateUser', throttledForLong);
    const { log } = await world.deliver([
      { body: hire() },
      { body: hire({ requestId: 'request-2', emailAddress: 'grace.hopper@example.com' }) },
      { body: hire({ requestId: 'request-3', emailAddress: 'Alan Turing' }) },
      { body: hire({ requestId: 'request-4', emailAddress: 'alan@example.com' }) },
    ]);

    expect(log).toHaveLength(4);
    expect(JSON.stringify(log)).not.toMatch(
      /\b(ada|lovelace|grace|hopper|alan|turing)\b|example\.com/i,
    );
  });
});

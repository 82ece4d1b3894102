import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Target } from '../../src/provisioning/ports.ts';
import type { UsersStore } from '../../src/provisioning/users-store.ts';
import type { Metrics } from '../../src/sqs/metrics.ts';
import { createMemoryDirectory } from '../proof/in-memory/memory-directory.ts';
import { HOUR_MS, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';
import { groupRulesWith } from '../support/engine/group-rules.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

const nothing = () => {};
const silent: Metrics = {
  count: nothing,
  countGrant: nothing,
  time: nothing,
  age: nothing,
  flush: async () => {},
};

test('a new account counts once, with the time from the message sent', async () => {
  const sentAtMs = engine.clock.now() - 3 * MINUTE_MS;
  const { metrics } = await engine.deliver([{ body: hire(), sentAtMs }]);

  expect(metrics).toEqual({ Created: [1], TimeToReady: [3 * MINUTE_MS] });
});

test('an event that is published again is no second account', async () => {
  const message = { body: hire(), messageId: 'm-1' };
  await engine.deliver([message]);
  const { metrics } = await engine.deliver([message]);

  expect(metrics).toEqual({ Repeated: [1] });
});

test('another request for the same person counts as a duplicate', async () => {
  await engine.deliver([{ body: hire() }]);
  const { metrics } = await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

  expect(metrics).toEqual({ Duplicate: [1] });
});

test('an account with elevated rights also counts as elevated', async () => {
  const { metrics } = await engine.deliver([{ body: hire({ type: 'SUPER_USER' }) }], {
    env: { ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER' },
  });

  expect(metrics).toMatchObject({ Created: [1], CreatedElevated: [1] });
});

test('a recovered account with elevated rights also counts as elevated', async () => {
  const env = { ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER' };
  const message = { body: hire({ type: 'SUPER_USER' }), messageId: 'm-1' };
  engine.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
  await engine.deliver([message], { env });
  engine.clock.advance(11 * MINUTE_MS);
  const { metrics } = await engine.deliver([message], { env });

  expect(metrics).toMatchObject({ Recovered: [1], CreatedElevated: [1] });
});

test('an account with elevated rights counts where its group is refused, and not again when its message is deferred', async () => {
  const directory = createMemoryDirectory(engine.clock);
  const target: Target = { ...directory, grant: async () => ({ kind: 'refused' }) };
  const ports = { target, groupRules: groupRulesWith() };
  const env = { ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER' };
  const message = { body: hire({ type: 'SUPER_USER', department: 'sales' }), messageId: 'm-1' };
  const first = await engine.deliver([message], { env, ports });
  const firstReceivedAtMs = engine.clock.now();
  engine.clock.advance(25 * HOUR_MS);
  const again = { ...message, receiveCount: 40, firstReceivedAtMs };
  const last = await engine.deliver([again], { env, ports });

  expect(first.metrics).toMatchObject({ CreatedElevated: [1], Retried: [1] });
  expect(last.metrics).toEqual({ HandedOver: [1] });
});

test('an account with elevated rights is counted before it is stored, so that no kill leaves it uncounted', async () => {
  const written: string[] = [];
  let counted: string[] = [];
  const { store } = engine.compose();
  const metrics: Metrics = {
    ...silent,
    count: (name) => void counted.push(name),
    async flush() {
      written.push(...counted);
      counted = [];
    },
  };
  const complete: UsersStore['complete'] = (...args) => {
    written.push('stored');
    return store.complete(...args);
  };
  const env = { ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER' };
  const ports = { metrics, store: { ...store, complete } };
  await engine.deliver([{ body: hire({ type: 'SUPER_USER' }) }], { env, ports });

  expect(written).toEqual(['CreatedElevated', 'stored', 'Created']);
});

test('a rejection counts by its reason code', async () => {
  const { metrics } = await engine.deliver([{ body: 'no JSON' }]);

  expect(metrics).toEqual({ Rejected: [1], 'Rejected:invalid-json': [1] });
});

test('a retry counts by its cause', async () => {
  engine.directory.faults.always('CreateUser', { kind: 'throttle' });
  const { metrics } = await engine.deliver([{ body: hire() }]);

  expect(metrics).toMatchObject({ Retried: [1], 'Retried:throttled': [1] });
});

test('every message that is retried says for how long it has waited since it was sent', async () => {
  engine.directory.faults.always('CreateUser', { kind: 'access-denied' });
  const sentAgo = (minutes: number, requestId: string) => ({
    body: hire({ requestId, emailAddress: `${requestId}@example.com` }),
    sentAtMs: engine.clock.now() - minutes * MINUTE_MS,
  });
  const { metrics } = await engine.deliver([sentAgo(3, 'ada'), sentAgo(90, 'grace')]);

  expect(metrics['WaitingHireAge']).toEqual([180, 5400]);
});

describe('an outage', () => {
  test.each([
    ['the directory', 'target-unavailable', { kind: 'unavailable' }, {}],
    ['the table', 'table-unavailable', undefined, { USERS_TABLE_NAME: 'not-there' }],
    ['a queue', 'queue-unavailable', undefined, { COMPLETION_QUEUE_URL: 'http://127.0.0.1:1/0/q' }],
  ] as const)('of %s says for how long a hire has met it', async (_, cause, fault, env) => {
    if (fault) engine.directory.faults.always('CreateUser', fault);
    const firstReceivedAtMs = engine.clock.now() - 20 * MINUTE_MS;
    const sentAtMs = engine.clock.now() - 30 * MINUTE_MS;
    const { metrics } = await engine.deliver([{ body: hire(), firstReceivedAtMs, sentAtMs }], {
      env,
    });

    expect(metrics).toMatchObject({
      [`Retried:${cause}`]: [1],
      [`FailingFor:${cause}`]: [expect.closeTo(1200, 0)],
    });
  });

  test('is not what only people can fix', async () => {
    engine.directory.faults.always('CreateUser', { kind: 'access-denied' });
    const { metrics } = await engine.deliver([{ body: hire() }]);

    expect(Object.keys(metrics)).toEqual([
      'Retried',
      'Retried:target-denied-access',
      'WaitingHireAge',
    ]);
  });
});

test('metrics that cannot be written let no message return', async () => {
  const flush = () => Promise.reject(new Error('the disk is full'));
  const { again } = await engine.deliver([{ body: hire({ type: 'SUPER_USER' }) }], {
    env: { ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER' },
    ports: { metrics: { ...silent, flush } },
  });

  expect(again).toEqual([]);
  expect(await engine.outcomes()).toEqual(['created']);
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

test('a new account counts once, with the time from the message sent', async () => {
  const sentAtMs = engine.clock.now() - 3 * MINUTE_MS;
  const { metrics } = await engine.deliver([{ body: hire(), sentAtMs }]);

  expect(metrics).toEqual({ Created: [1], TimeToReady: [3 * MINUTE_MS] });
});

test('an event that is told again is no second account', async () => {
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

test('an account with elevated rights counts as one besides', async () => {
  const { metrics } = await engine.deliver([{ body: hire({ type: 'SUPER_USER' }) }], {
    env: { ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER' },
  });

  expect(metrics).toMatchObject({ Created: [1], CreatedElevated: [1] });
});

test('a rejection counts by its reason code', async () => {
  const { metrics } = await engine.deliver([{ body: 'no JSON' }]);

  expect(metrics).toEqual({ Rejected: [1], 'Rejected:invalid-json': [1] });
});

test('a retry counts by its cause', async () => {
  engine.directory.faults.always('CreateUser', { kind: 'throttle' });
  const { metrics } = await engine.deliver([{ body: hire() }]);

  expect(metrics).toEqual({ Retried: [1], 'Retried:throttled': [1] });
});

test('metrics that cannot be written make no message come again', async () => {
  const flush = () => Promise.reject(new Error('the disk is full'));
  const { again } = await engine.deliver([{ body: hire() }], {
    ports: { metrics: { count: () => {}, time: () => {}, flush } },
  });

  expect(again).toEqual([]);
  expect(await engine.outcomes()).toEqual(['created']);
});

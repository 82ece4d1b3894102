import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ADA, hire } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

const person = (number: number) => ({
  body: hire({ emailAddress: `p${number}@example.com`, requestId: `request-${number}` }),
});

test('the people of a batch are provisioned side by side', async () => {
  engine.directory.faults.always('CreateUser', { kind: 'hang' });
  const delivered = engine.deliver([person(1), person(2), person(3)]);
  await engine.directory.faults.untilHanging(3);
  engine.directory.faults.release();
  await delivered;

  expect(engine.directory.users()).toHaveLength(3);
});

test('the messages of one person run in order, each judged by what its predecessor left', async () => {
  await engine.deliver([
    { body: hire({ requestId: 'first' }) },
    { body: hire({ requestId: 'second', emailAddress: 'ADA.LOVELACE@example.com' }) },
    { body: hire({ requestId: 'third', lastName: 'King' }) },
  ]);

  const events = await engine.events();
  expect(events.map(({ data }) => [data.requestId, 'outcome' in data && data.outcome])).toEqual([
    ['first', 'created'],
    ['second', 'duplicate'],
    ['third', 'duplicate'],
  ]);
  expect(engine.directory.countCalls('CreateUser')).toBe(1);
});

test('the messages of one employee run in order, whatever their addresses: the first gets the account', async () => {
  const byron = 'ada.byron@example.com';
  await engine.deliver([
    { body: hire({ requestId: 'first', employeeId: 'E-1' }) },
    { body: hire({ requestId: 'other', emailAddress: byron }) },
    { body: hire({ requestId: 'second', employeeId: 'E-1', emailAddress: byron }) },
  ]);

  const events = await engine.events();
  expect(
    Object.fromEntries(
      events.map(({ type, data }) => [
        'claimedRequestId' in data ? data.claimedRequestId : data.requestId,
        type,
      ]),
    ),
  ).toEqual({
    first: 'joiner.user.provisioned.v1',
    other: 'joiner.user.provisioned.v1',
    second: 'joiner.user.rejected.v1',
  });
});

test('a message that is twice in a batch is processed once and both get its result', async () => {
  engine.directory.faults.next('CreateUser', throttledForLong);
  const twice = { body: hire(), messageId: 'm-1' };
  const { again, log } = await engine.deliver([twice, twice]);

  expect(again).toEqual(['m-1']);
  expect(log.filter(({ message }) => message === 'retry later')).toHaveLength(1);
  expect(await engine.record(ADA)).toMatchObject({ attempts: 1 });
});

test('a poison message is rejected immediately and does not affect the rest of its batch', async () => {
  const { again } = await engine.deliver([person(1), { body: '{"emailAddress":' }, person(2)]);

  expect(again).toEqual([]);
  expect((await engine.outcomes()).sort()).toEqual(['created', 'created', 'invalid-json']);
  expect((await engine.rejected()).map(({ body }) => body)).toEqual(['{"emailAddress":']);
});

test('a hire that must wait does not affect the rest of its batch', async () => {
  engine.directory.faults.next('CreateUser', throttledForLong);
  const { again } = await engine.deliver([person(1), person(2), person(3)]);

  expect(again).toHaveLength(1);
  expect(await engine.outcomes()).toEqual(['created', 'created']);
});

test('one directory scan resolves every conflict of a batch', async () => {
  for (const { body } of [person(1), person(2), person(3)])
    engine.directory.addUser({ emailAddress: String(body['emailAddress']) });
  await engine.deliver([person(1), person(2), person(3)]);

  expect(engine.directory.countCalls('ListUsers')).toBeLessThanOrEqual(2);
  expect(await engine.outcomes()).toEqual(['existing', 'existing', 'existing']);
});

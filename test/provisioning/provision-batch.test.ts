import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ADA, hire } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import { startWorld, type World } from '../support/engine/engine-harness.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

const person = (number: number) => ({
  body: hire({ emailAddress: `p${number}@example.com`, requestId: `request-${number}` }),
});

test('the people of a batch are provisioned side by side', async () => {
  world.directory.faults.always('CreateUser', { kind: 'hang' });
  const delivered = world.deliver([person(1), person(2), person(3)]);
  await world.directory.faults.untilHanging(3);
  world.directory.faults.release();
  await delivered;

  expect(world.directory.users()).toHaveLength(3);
});

test('the messages of one person run in order, each judged by what its predecessor left', async () => {
  await world.deliver([
    { body: hire({ requestId: 'first' }) },
    { body: hire({ requestId: 'second', emailAddress: 'ADA.LOVELACE@example.com' }) },
    { body: hire({ requestId: 'third', lastName: 'King' }) },
  ]);

  const events = await world.events();
  expect(events.map(({ data }) => [data.requestId, 'outcome' in data && data.outcome])).toEqual([
    ['first', 'created'],
    ['second', 'duplicate'],
    ['third', 'duplicate'],
  ]);
  expect(world.directory.countCalls('CreateUser')).toBe(1);
});

test('a message that comes twice in a batch is processed once and both share its fate', async () => {
  world.directory.faults.next('CreateUser', throttledForLong);
  const twice = { body: hire(), messageId: 'm-1' };
  const { again, log } = await world.deliver([twice, twice]);

  expect(again).toEqual(['m-1']);
  expect(log.filter(({ message }) => message === 'retry later')).toHaveLength(1);
  expect(await world.record(ADA)).toMatchObject({ attempts: 1 });
});

test('a poison message is rejected at once and leaves its siblings alone', async () => {
  const { again } = await world.deliver([person(1), { body: '{"emailAddress":' }, person(2)]);

  expect(again).toEqual([]);
  expect((await world.outcomes()).sort()).toEqual(['created', 'created', 'invalid-json']);
  expect((await world.rejected()).map(({ body }) => body)).toEqual(['{"emailAddress":']);
});

test('a hire that must wait leaves its siblings alone', async () => {
  world.directory.faults.next('CreateUser', throttledForLong);
  const { again } = await world.deliver([person(1), person(2), person(3)]);

  expect(again).toHaveLength(1);
  expect(await world.outcomes()).toEqual(['created', 'created']);
});

test('one directory scan answers every conflict of a batch', async () => {
  for (const { body } of [person(1), person(2), person(3)])
    world.directory.addUser({ emailAddress: String(body['emailAddress']) });
  await world.deliver([person(1), person(2), person(3)]);

  expect(world.directory.countCalls('ListUsers')).toBeLessThanOrEqual(2);
  expect(await world.outcomes()).toEqual(['existing', 'existing', 'existing']);
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ADA, hire, MINUTE_MS } from '../support/hires.ts';
import { throttledForLong } from '../support/throttled-for-long.ts';
import { startWorld, type World } from '../support/world.ts';

const first = { body: hire(), messageId: 'm-1' };
const second = { body: hire({ requestId: 'request-2' }), messageId: 'm-2' };

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

/** An instance that froze after the directory created its account, before it heard of it. */
async function freezeAfterCreation() {
  world.directory.faults.next('CreateUser', { kind: 'hang-after-commit' });
  const frozen = world.deliver([first]);
  await world.directory.faults.untilHanging();
  world.clock.advance(2 * MINUTE_MS);
  return async () => {
    world.directory.faults.release();
    return await frozen;
  };
}

/** What happens while the first CreateUser is on its way. */
function overtakeFirstCreation(meanwhile: () => Promise<void>): void {
  world.directory.onRequest(async () => {
    world.directory.onRequest(() => {});
    await meanwhile();
  });
}

test('two instances at once on one hire: one creates it, the other waits for the lease', async () => {
  const delivered = await Promise.all([world.deliver([first]), world.deliver([second])]);

  expect(delivered.flatMap(({ causes }) => causes)).toEqual(['lease-held']);
  expect(world.directory.countCalls('CreateUser')).toBe(1);
  expect(world.directory.users()).toHaveLength(1);
});

test('two instances at once on the same message share its token and its account', async () => {
  await Promise.all([world.deliver([first]), world.deliver([first])]);

  const ids = new Set((await world.events()).map(({ id }) => id));
  expect(world.directory.users()).toHaveLength(1);
  expect(ids.size).toBe(1);
});

test('an instance that thaws after its lease goes on from what another one stored', async () => {
  const thaw = await freezeAfterCreation();
  await world.deliver([second]);
  await thaw();

  expect(world.directory.users()).toHaveLength(1);
  expect(await world.outcomes()).toEqual(['created', 'duplicate']);
});

test('an instance that thaws after another one gave up stores the account all the same', async () => {
  const thaw = await freezeAfterCreation();
  const account = world.directory.users()[0]?.userId ?? '';
  world.directory.updateUser(account, { status: 'DISABLED' });
  world.clock.advance(10 * MINUTE_MS);
  await world.deliver([second]);
  await thaw();

  expect(await world.outcomes()).toEqual(['account-disabled', 'created']);
  expect(await world.record(ADA)).toMatchObject({ state: 'PROVISIONED', userId: account });
});

test('an instance that comes back with another user id stores nothing and raises the alarm', async () => {
  const thaw = await freezeAfterCreation();
  world.directory.removeUser(world.directory.users()[0]?.userId ?? '');
  world.clock.advance(10 * MINUTE_MS);
  await world.deliver([second]);
  const { causes, log } = await thaw();

  expect(causes).toEqual(['twin-suspected']);
  expect(log.map(({ level }) => level)).toEqual(['error']);
  expect(await world.record(ADA)).toMatchObject({ userId: world.directory.users()[0]?.userId });
});

test('an account that another request’s attempt has just made is recovered, not existing', async () => {
  const third = { body: hire({ requestId: 'request-3', firstName: 'Augusta' }), messageId: 'm-3' };
  overtakeFirstCreation(async () => {
    world.clock.advance(2 * MINUTE_MS);
    world.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
    await world.deliver([third]);
  });
  await world.deliver([first]);

  expect((await world.events())[0]?.data).toMatchObject({ outcome: 'recovered', differs: true });
});

test('a refusal that comes back late does not fail a newer attempt', async () => {
  overtakeFirstCreation(async () => {
    world.clock.advance(2 * MINUTE_MS);
    world.directory.faults.next('CreateUser', throttledForLong);
    await world.deliver([second]);
    world.directory.faults.next('CreateUser', { kind: 'validation' });
  });
  const { causes } = await world.deliver([first]);

  expect(causes).toEqual(['record-changed']);
  expect(await world.record(ADA)).toMatchObject({ state: 'CREATING', attempts: 2 });
});

test('a refusal that comes back late repeats the event of a hire that is done', async () => {
  overtakeFirstCreation(async () => {
    await world.deliver([first]);
    world.directory.faults.next('CreateUser', { kind: 'validation' });
  });
  await world.deliver([first]);

  const [one, other] = await world.events();
  expect(one?.data).toMatchObject({ outcome: 'created' });
  expect(other).toEqual(one);
});

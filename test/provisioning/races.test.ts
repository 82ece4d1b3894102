import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ADA, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

const first = { body: hire(), messageId: 'm-1' };
const second = { body: hire({ requestId: 'request-2' }), messageId: 'm-2' };

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

/** An instance that froze after the directory created its account, before it heard of it. */
async function freezeAfterCreation() {
  engine.directory.faults.next('CreateUser', { kind: 'hang-after-commit' });
  const frozen = engine.deliver([first]);
  await engine.directory.faults.untilHanging();
  engine.clock.advance(2 * MINUTE_MS);
  return async () => {
    engine.directory.faults.release();
    return await frozen;
  };
}

/** What happens while the first CreateUser is on its way. */
function overtakeFirstCreation(meanwhile: () => Promise<void>): void {
  engine.directory.onRequest(async () => {
    engine.directory.onRequest(() => {});
    await meanwhile();
  });
}

test('two instances side by side on one hire: one creates it, the other waits for the lease', async () => {
  const delivered = await Promise.all([engine.deliver([first]), engine.deliver([second])]);

  expect(delivered.flatMap(({ causes }) => causes)).toEqual(['lease-held']);
  expect(engine.directory.countCalls('CreateUser')).toBe(1);
  expect(engine.directory.users()).toHaveLength(1);
});

test('two instances side by side on the same message share its token and its account', async () => {
  await Promise.all([engine.deliver([first]), engine.deliver([first])]);

  const ids = new Set((await engine.events()).map(({ id }) => id));
  expect(engine.directory.users()).toHaveLength(1);
  expect(ids.size).toBe(1);
});

test('an instance that thaws after its lease continues from what another one stored', async () => {
  const thaw = await freezeAfterCreation();
  await engine.deliver([second]);
  await thaw();

  expect(engine.directory.users()).toHaveLength(1);
  expect(await engine.outcomes()).toEqual(['created', 'duplicate']);
});

test('an instance that thaws after another one gave up still stores the account', async () => {
  const thaw = await freezeAfterCreation();
  const account = engine.directory.users()[0]?.userId ?? '';
  engine.directory.updateUser(account, { status: 'DISABLED' });
  engine.clock.advance(10 * MINUTE_MS);
  await engine.deliver([second]);
  await thaw();

  expect(await engine.outcomes()).toEqual(['account-disabled', 'created']);
  expect(await engine.record(ADA)).toMatchObject({ state: 'PROVISIONED', userId: account });
});

test('an instance that gets another user id stores nothing and raises the alarm', async () => {
  const thaw = await freezeAfterCreation();
  engine.directory.removeUser(engine.directory.users()[0]?.userId ?? '');
  engine.clock.advance(10 * MINUTE_MS);
  await engine.deliver([second]);
  const { causes, log } = await thaw();

  expect(causes).toEqual(['twin-suspected']);
  expect(log.map(({ level }) => level)).toEqual(['error']);
  expect(await engine.record(ADA)).toMatchObject({ userId: engine.directory.users()[0]?.userId });
});

test('an account that another request’s attempt has just created is recovered, not existing', async () => {
  const third = { body: hire({ requestId: 'request-3', firstName: 'Augusta' }), messageId: 'm-3' };
  overtakeFirstCreation(async () => {
    engine.clock.advance(2 * MINUTE_MS);
    engine.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
    await engine.deliver([third]);
  });
  await engine.deliver([first]);

  expect((await engine.events())[0]?.data).toMatchObject({ outcome: 'recovered', differs: true });
});

test('a refusal that arrives late does not fail a newer attempt', async () => {
  overtakeFirstCreation(async () => {
    engine.clock.advance(2 * MINUTE_MS);
    engine.directory.faults.next('CreateUser', throttledForLong);
    await engine.deliver([second]);
    engine.directory.faults.next('CreateUser', { kind: 'validation' });
  });
  const { causes } = await engine.deliver([first]);

  expect(causes).toEqual(['record-changed']);
  expect(await engine.record(ADA)).toMatchObject({ state: 'CREATING', attempts: 2 });
});

test('a refusal that arrives late repeats the event of a hire that is done', async () => {
  overtakeFirstCreation(async () => {
    await engine.deliver([first]);
    engine.directory.faults.next('CreateUser', { kind: 'validation' });
  });
  await engine.deliver([first]);

  const [one, other] = await engine.events();
  expect(one?.data).toMatchObject({ outcome: 'created' });
  expect(other).toEqual(one);
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, HOUR_MS, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

const TOKEN_LIFE_MS = 10 * MINUTE_MS;
const message = { body: hire(), messageId: 'm-1' };
const sameRequestRedriven = { body: hire(), messageId: 'm-2' };

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

/** Both tries of one invocation are carried out by the directory, and both answers lost. */
async function loseTheAnswer(delivery = message): Promise<void> {
  engine.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
  await engine.deliver([delivery]);
}

describe('after a lost answer of CreateUser', () => {
  test('the message is retried, with no event and the intent on record', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
    const { again, causes } = await engine.deliver([message]);

    expect(again).toEqual(['m-1']);
    expect(causes).toEqual(['target-unavailable']);
    expect(await engine.events()).toEqual([]);
    expect(await engine.record(ADA)).toMatchObject({ state: 'CREATING', attempts: 1 });
  });

  test('one lost answer costs nothing: the second try under the same token gets it', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'lose-response' });
    await engine.deliver([message]);

    expect(await engine.outcomes()).toEqual(['created']);
    expect(engine.directory.users()).toHaveLength(1);
  });

  test('an answer without a user id counts as lost', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'response-without-user-id' });
    const { causes } = await engine.deliver([message]);

    expect(causes).toEqual(['target-unavailable']);
    expect(await engine.record(ADA)).toMatchObject({ state: 'CREATING' });
  });

  test('the hire is created, not recovered, while its token is good', async () => {
    await loseTheAnswer();
    engine.clock.advance(TOKEN_LIFE_MS - 1);
    await engine.deliver([message]);

    expect(await engine.outcomes()).toEqual(['created']);
    expect(engine.directory.countCalls('ListUsers')).toBe(0);
    expect(engine.directory.users()).toHaveLength(1);
  });

  test('the hire is recovered once its token has expired', async () => {
    await loseTheAnswer();
    engine.clock.advance(TOKEN_LIFE_MS + 1);
    await engine.deliver([message]);

    const [account] = engine.directory.users();
    expect(await engine.outcomes()).toEqual(['recovered']);
    expect(engine.directory.users()).toHaveLength(1);
    expect(await engine.record(ADA)).toMatchObject({
      state: 'PROVISIONED',
      userId: account?.userId,
    });
  });

  test('the hire is recovered under a new message id fourteen days later', async () => {
    await loseTheAnswer();
    engine.clock.advance(14 * 24 * HOUR_MS);
    await engine.deliver([sameRequestRedriven]);

    expect(await engine.outcomes()).toEqual(['recovered']);
    expect(engine.directory.users()).toHaveLength(1);
  });

  test('a correction by another request finds the account, recovers it and says that it differs', async () => {
    await loseTheAnswer();
    engine.clock.advance(TOKEN_LIFE_MS + 1);
    const corrected = hire({ requestId: 'request-2', lastName: 'King' });
    await engine.deliver([{ body: corrected }]);

    const [event] = await engine.events();
    expect(event?.data).toMatchObject({ outcome: 'recovered', differs: true });
    expect(engine.directory.users()).toHaveLength(1);
  });

  test('the first request then repeats nothing of the second: it is a duplicate', async () => {
    await loseTheAnswer();
    engine.clock.advance(TOKEN_LIFE_MS + 1);
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);
    await engine.deliver([message]);

    expect(await engine.outcomes()).toEqual(['recovered', 'duplicate']);
  });
});

describe('evidence that an account is ours', () => {
  const takenOver = async (seed: Record<string, unknown>) => {
    engine.directory.addUser({
      emailAddress: ADA,
      firstName: 'Ada',
      lastName: 'Lovelace',
      ...seed,
    });
    await engine.deliver([message]);
    return engine.outcomes();
  };

  test('evidence that an account is ours is there when it was created since our first attempt with what an attempt asked', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'unavailable' }, 2);
    await engine.deliver([message]);
    engine.clock.advance(MINUTE_MS);

    expect(await takenOver({ createTime: engine.clock.now() })).toEqual(['recovered']);
  });

  test('evidence that an account is ours allows a minute for clocks that differ', async () => {
    expect(await takenOver({ createTime: engine.clock.now() - MINUTE_MS })).toEqual(['recovered']);
  });

  test('evidence that an account is ours is not there when it was created before our first attempt', async () => {
    expect(await takenOver({ createTime: engine.clock.now() - MINUTE_MS - 1 })).toEqual([
      'existing',
    ]);
  });

  test('evidence that an account is ours is not there when its fields are none that an attempt asked', async () => {
    expect(await takenOver({ createTime: engine.clock.now(), lastName: 'Byron' })).toEqual([
      'existing',
    ]);
  });

  test('evidence that an account is ours is never that there were attempts', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'unavailable' }, 2);
    await engine.deliver([message]);

    expect(await takenOver({ createTime: engine.clock.now() - HOUR_MS })).toEqual(['existing']);
  });
});

describe('a refusal after an earlier attempt', () => {
  test('a refusal after an earlier attempt is not believed when the earlier attempt created the account', async () => {
    await loseTheAnswer();
    engine.directory.faults.next('CreateUser', { kind: 'validation' });
    await engine.deliver([message]);

    expect(await engine.outcomes()).toEqual(['recovered']);
  });

  test('a refusal after an earlier attempt is believed once a whole search finds no account that reads could lag behind', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'unavailable' }, 2);
    await engine.deliver([message]);
    engine.directory.faults.always('CreateUser', { kind: 'validation' });
    const { causes, visibilitySeconds } = await engine.deliver([message]);
    engine.clock.advance(26 * MINUTE_MS);
    await engine.deliver([message]);

    expect(causes).toEqual(['reads-may-lag']);
    expect(visibilitySeconds).toEqual([26 * 60 + 3]);
    expect(await engine.outcomes()).toEqual(['refused-by-target']);
    expect(engine.directory.countCalls('ListUsers')).toBe(2);
  });

  test('a refusal after an earlier attempt is not believed either when the lost call was the first try of the same attempt', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'lose-response' });
    engine.directory.faults.next('CreateUser', { kind: 'validation' });
    await engine.deliver([message]);

    expect(await engine.outcomes()).toEqual(['recovered']);
  });
});

describe('no blind rejection', () => {
  const superUser = { body: hire({ type: 'SUPER_USER' }), messageId: 'm-1' };
  const allowed = { env: { ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER' } };

  test('a policy that was narrowed after the account was created repeats its event', async () => {
    await engine.deliver([superUser], allowed);
    await engine.deliver([superUser]);

    const [first, second] = await engine.events();
    expect(second).toEqual(first);
    expect(await engine.rejected()).toEqual([]);
  });

  test('a policy that was narrowed after a lost answer rejects with a warning to look first', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
    await engine.deliver([superUser], allowed);
    await engine.deliver([superUser]);

    expect(await engine.outcomes()).toEqual(['refused-after-attempt']);
    expect((await engine.rejected())[0]?.attributes['reason']).toContain('ALLOWED_USER_TYPES');
  });

  test('a policy that was narrowed after the attempt failed repeats why it failed', async () => {
    engine.directory.addUser({ emailAddress: ADA, type: 'SUPER_USER', status: 'DISABLED' });
    await engine.deliver([superUser], allowed);
    await engine.deliver([superUser]);

    const [first, second] = await engine.events();
    expect(first?.data).toMatchObject({ reason: { code: 'account-disabled' } });
    expect(second).toEqual(first);
  });

  test('a message that the schema refuses does so too, where its address is readable', async () => {
    await loseTheAnswer();
    await engine.deliver([{ body: hire({ firstName: 7 }) }]);

    expect(await engine.outcomes()).toEqual(['refused-after-attempt']);
  });

  test('a message whose account was created and whose content can no longer be compared warns too', async () => {
    await engine.deliver([message]);
    await engine.deliver([{ body: hire({ firstName: 7 }) }]);

    expect(await engine.outcomes()).toEqual(['created', 'refused-after-attempt']);
  });

  test('a refused request for a person whom another request did is refused by its own reason', async () => {
    await engine.deliver([message]);
    await engine.deliver([{ body: hire({ requestId: 'request-2', type: 'SUPER_USER' }) }]);

    expect(await engine.outcomes()).toEqual(['created', 'outside-policy']);
  });
});

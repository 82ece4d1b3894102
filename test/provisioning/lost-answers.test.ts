import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, HOUR_MS, hire, MINUTE_MS } from '../support/hires.ts';
import { startWorld, type World } from '../support/world.ts';

const TOKEN_LIFE_MS = 10 * MINUTE_MS;
const message = { body: hire(), messageId: 'm-1' };
const sameRequestRedriven = { body: hire(), messageId: 'm-2' };

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

/** Both tries of one invocation are carried out by the directory, and both answers lost. */
async function loseTheAnswer(delivery = message): Promise<void> {
  world.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
  await world.deliver([delivery]);
}

describe('after a lost answer of CreateUser', () => {
  test('the message is shown again, with no event and the intent on record', async () => {
    world.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
    const { again, causes } = await world.deliver([message]);

    expect(again).toEqual(['m-1']);
    expect(causes).toEqual(['target-unavailable']);
    expect(await world.events()).toEqual([]);
    expect(await world.record(ADA)).toMatchObject({ state: 'CREATING', attempts: 1 });
  });

  test('one lost answer costs nothing: the second try under the same token gets it', async () => {
    world.directory.faults.next('CreateUser', { kind: 'lose-response' });
    await world.deliver([message]);

    expect(await world.outcomes()).toEqual(['created']);
    expect(world.directory.users()).toHaveLength(1);
  });

  test('an answer without a user id counts as lost', async () => {
    world.directory.faults.next('CreateUser', { kind: 'response-without-user-id' });
    const { causes } = await world.deliver([message]);

    expect(causes).toEqual(['target-unavailable']);
    expect(await world.record(ADA)).toMatchObject({ state: 'CREATING' });
  });

  test('the hire is created, not recovered, while its token is good', async () => {
    await loseTheAnswer();
    world.clock.advance(TOKEN_LIFE_MS - 1);
    await world.deliver([message]);

    expect(await world.outcomes()).toEqual(['created']);
    expect(world.directory.countCalls('ListUsers')).toBe(0);
    expect(world.directory.users()).toHaveLength(1);
  });

  test('the hire is recovered once its token has expired', async () => {
    await loseTheAnswer();
    world.clock.advance(TOKEN_LIFE_MS + 1);
    await world.deliver([message]);

    const [account] = world.directory.users();
    expect(await world.outcomes()).toEqual(['recovered']);
    expect(world.directory.users()).toHaveLength(1);
    expect(await world.record(ADA)).toMatchObject({
      state: 'PROVISIONED',
      userId: account?.userId,
    });
  });

  test('the hire is recovered under a new message id fourteen days later', async () => {
    await loseTheAnswer();
    world.clock.advance(14 * 24 * HOUR_MS);
    await world.deliver([sameRequestRedriven]);

    expect(await world.outcomes()).toEqual(['recovered']);
    expect(world.directory.users()).toHaveLength(1);
  });

  test('a correction by another request finds the account, recovers it and says that it differs', async () => {
    await loseTheAnswer();
    world.clock.advance(TOKEN_LIFE_MS + 1);
    const corrected = hire({ requestId: 'request-2', lastName: 'King' });
    await world.deliver([{ body: corrected }]);

    const [event] = await world.events();
    expect(event?.data).toMatchObject({ outcome: 'recovered', differs: true });
    expect(world.directory.users()).toHaveLength(1);
  });

  test('the first request then repeats nothing of the second: it is a duplicate', async () => {
    await loseTheAnswer();
    world.clock.advance(TOKEN_LIFE_MS + 1);
    await world.deliver([{ body: hire({ requestId: 'request-2' }) }]);
    await world.deliver([message]);

    expect(await world.outcomes()).toEqual(['recovered', 'duplicate']);
  });
});

describe('evidence that an account is ours', () => {
  const takenOver = async (seed: Record<string, unknown>) => {
    world.directory.addUser({ emailAddress: ADA, firstName: 'Ada', lastName: 'Lovelace', ...seed });
    await world.deliver([message]);
    return world.outcomes();
  };

  test('is there when it was created since our first attempt with what an attempt asked', async () => {
    world.directory.faults.next('CreateUser', { kind: 'unavailable' }, 2);
    await world.deliver([message]);
    world.clock.advance(MINUTE_MS);

    expect(await takenOver({ createTime: world.clock.now() })).toEqual(['recovered']);
  });

  test('allows a minute for clocks that differ', async () => {
    expect(await takenOver({ createTime: world.clock.now() - MINUTE_MS })).toEqual(['recovered']);
  });

  test('is not there when it was created before our first attempt', async () => {
    expect(await takenOver({ createTime: world.clock.now() - MINUTE_MS - 1 })).toEqual([
      'existing',
    ]);
  });

  test('is not there when its fields are none that an attempt asked', async () => {
    expect(await takenOver({ createTime: world.clock.now(), lastName: 'Byron' })).toEqual([
      'existing',
    ]);
  });

  test('is never that there were attempts', async () => {
    world.directory.faults.next('CreateUser', { kind: 'unavailable' }, 2);
    await world.deliver([message]);

    expect(await takenOver({ createTime: world.clock.now() - HOUR_MS })).toEqual(['existing']);
  });
});

describe('a refusal after an earlier attempt', () => {
  test('is not believed when the earlier attempt created the account', async () => {
    await loseTheAnswer();
    world.directory.faults.next('CreateUser', { kind: 'validation' });
    await world.deliver([message]);

    expect(await world.outcomes()).toEqual(['recovered']);
  });

  test('is believed after a whole search has found nobody', async () => {
    world.directory.faults.next('CreateUser', { kind: 'unavailable' }, 2);
    await world.deliver([message]);
    world.directory.faults.next('CreateUser', { kind: 'validation' });
    await world.deliver([message]);

    expect(await world.outcomes()).toEqual(['refused-by-target']);
    expect(world.directory.countCalls('ListUsers')).toBe(1);
  });

  test('is not believed either when the lost call was the first try of the same attempt', async () => {
    world.directory.faults.next('CreateUser', { kind: 'lose-response' });
    world.directory.faults.next('CreateUser', { kind: 'validation' });
    await world.deliver([message]);

    expect(await world.outcomes()).toEqual(['recovered']);
  });
});

describe('no blind rejection', () => {
  const superUser = { body: hire({ type: 'SUPER_USER' }), messageId: 'm-1' };
  const allowed = { env: { ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER' } };

  test('a policy that was narrowed after the account was made repeats its event', async () => {
    await world.deliver([superUser], allowed);
    await world.deliver([superUser]);

    const [first, second] = await world.events();
    expect(second).toEqual(first);
    expect(await world.rejected()).toEqual([]);
  });

  test('a policy that was narrowed after a lost answer rejects with a warning to look first', async () => {
    world.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
    await world.deliver([superUser], allowed);
    await world.deliver([superUser]);

    expect(await world.outcomes()).toEqual(['refused-after-attempt']);
    expect((await world.rejected())[0]?.attributes['reason']).toContain('ALLOWED_USER_TYPES');
  });

  test('a policy that was narrowed after the attempt failed repeats why it failed', async () => {
    world.directory.addUser({ emailAddress: ADA, type: 'SUPER_USER', status: 'DISABLED' });
    await world.deliver([superUser], allowed);
    await world.deliver([superUser]);

    const [first, second] = await world.events();
    expect(first?.data).toMatchObject({ reason: { code: 'account-disabled' } });
    expect(second).toEqual(first);
  });

  test('a message that the schema refuses does so too, where its address is readable', async () => {
    await loseTheAnswer();
    await world.deliver([{ body: hire({ firstName: '' }) }]);

    expect(await world.outcomes()).toEqual(['refused-after-attempt']);
  });

  test('a message whose account was made and whose content can no longer be compared warns too', async () => {
    await world.deliver([message]);
    await world.deliver([{ body: hire({ firstName: '' }) }]);

    expect(await world.outcomes()).toEqual(['created', 'refused-after-attempt']);
  });

  test('a refused request for a person whom another request did is refused by its own reason', async () => {
    await world.deliver([message]);
    await world.deliver([{ body: hire({ requestId: 'request-2', type: 'SUPER_USER' }) }]);

    expect(await world.outcomes()).toEqual(['created', 'outside-policy']);
  });
});

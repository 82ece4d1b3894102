import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, HOUR_MS, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import { digestsFor } from '../support/engine/digests.ts';
import {
  type EngineHarness,
  startEngineHarness,
  TARGET_ID,
} from '../support/engine/engine-harness.ts';

/** The key under which the record keeps the employee id. */
const E_1 = digestsFor(TARGET_ID).employeeKeyOf('E-1');

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

describe('a new hire', () => {
  test('a new hire becomes one account, one record and one event', async () => {
    const { again } = await engine.deliver([{ body: hire({ employeeId: 'E-1' }) }]);

    const [account] = engine.directory.users();
    expect(again).toEqual([]);
    expect(engine.directory.users()).toHaveLength(1);
    expect(await engine.record(ADA)).toMatchObject({
      state: 'PROVISIONED',
      userId: account?.userId,
      outcome: 'created',
      attempts: 1,
      employeeKey: E_1,
      completedAt: engine.clock.now(),
    });
    expect(await engine.events()).toEqual([
      {
        specversion: '1.0',
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        source: 'joiner',
        type: 'joiner.user.provisioned.v1',
        time: '2026-03-02T08:00:00.000Z',
        datacontenttype: 'application/json',
        data: {
          requestId: 'request-1',
          employeeId: 'E-1',
          emailAddress: ADA,
          userId: account?.userId,
          target: TARGET_ID,
          outcome: 'created',
        },
      },
    ]);
  });

  test('a new hire is created with what was asked and nothing else that the message held', async () => {
    await engine.deliver([
      { body: hire({ emailAddress: ' Ada.Lovelace@Example.com ', salary: 1 }) },
    ]);

    expect(engine.directory.users()[0]).toEqual({
      userId: expect.any(String),
      emailAddress: ADA,
      type: 'APP_USER',
      firstName: 'Ada',
      lastName: 'Lovelace',
      apiAccess: 'DISABLED',
      status: 'ENABLED',
      createTime: engine.clock.now(),
      lastEnabledTime: expect.anything(),
      lastModifiedTime: expect.anything(),
    });
  });

  test('a new hire leaves no address and no name in the table', async () => {
    await engine.deliver([{ body: hire() }]);

    const item = JSON.stringify(await engine.record(ADA)).toLowerCase();
    expect(item).not.toMatch(/\b(ada|lovelace)\b|example/);
  });
});

describe('the same request delivered again', () => {
  test('the same request delivered again repeats the very same event and asks the directory nothing', async () => {
    await engine.deliver([{ body: hire(), messageId: 'm-1' }]);
    engine.clock.advance(MINUTE_MS);
    await engine.deliver([{ body: hire(), messageId: 'm-1', receiveCount: 2 }]);

    const [first, second] = await engine.events();
    expect(second).toEqual(first);
    expect(engine.directory.calls).toHaveLength(1);
  });

  test('the same request delivered again repeats the very same event under a new message id, as after a redrive', async () => {
    await engine.deliver([{ body: hire(), messageId: 'm-1' }]);
    engine.clock.advance(14 * 24 * 60 * MINUTE_MS);
    await engine.deliver([{ body: hire(), messageId: 'm-2' }]);

    const [first, second] = await engine.events();
    expect(second).toEqual(first);
    expect(engine.directory.users()).toHaveLength(1);
  });
});

/** An account that an administrator deletes; long enough ago that no read lags behind its creation. */
async function createAndRemoveAccount(): Promise<string> {
  await engine.deliver([{ body: hire() }]);
  const userId = engine.directory.users()[0]?.userId ?? '';
  engine.directory.removeUser(userId);
  engine.clock.advance(11 * MINUTE_MS);
  return userId;
}

describe('another request for the same person', () => {
  test('another request for the same person is a duplicate with the same user id and its own request id', async () => {
    await engine.deliver([{ body: hire() }]);
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    const [first, second] = await engine.events();
    expect(second?.data).toEqual({ ...first?.data, requestId: 'request-2', outcome: 'duplicate' });
  });

  test('another request for the same person is the same person in any letter case', async () => {
    await engine.deliver([{ body: hire() }]);
    await engine.deliver([
      { body: hire({ requestId: 'request-2', emailAddress: 'ADA.Lovelace@EXAMPLE.com' }) },
    ]);

    expect(engine.directory.users()).toHaveLength(1);
    expect(await engine.outcomes()).toEqual(['created', 'duplicate']);
  });

  test('differs where its content is not the account, though its request id is the old one', async () => {
    await engine.deliver([{ body: hire() }]);
    await engine.deliver([{ body: hire({ lastName: 'King' }) }]);

    const [, correction] = await engine.events();
    expect(correction?.data).toMatchObject({ outcome: 'duplicate', differs: true });
    expect(engine.directory.users()[0]?.lastName).toBe('Lovelace');
  });

  test('another request for the same person is rejected when an administrator has deleted the account, and does not bring it back', async () => {
    await createAndRemoveAccount();
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    expect(engine.directory.users()).toEqual([]);
    expect(await engine.record(ADA)).toMatchObject({
      state: 'PROVISIONED',
      goneSeenAt: engine.clock.now(),
    });
    expect(await engine.outcomes()).toEqual(['created', 'account-gone']);
  });

  test('another request for the same person creates the account again when it was sent after the account was seen gone', async () => {
    const gone = await createAndRemoveAccount();
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);
    engine.clock.advance(MINUTE_MS);
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    const [account] = engine.directory.users();
    expect(account?.userId).not.toBe(gone);
    expect(await engine.record(ADA)).toMatchObject({
      state: 'PROVISIONED',
      userId: account?.userId,
    });
    expect(await engine.outcomes()).toEqual(['created', 'account-gone', 'created']);
  });

  test('another request for the same person is rejected when it was sent before the account was seen gone, however late it is received', async () => {
    await createAndRemoveAccount();
    const sentAtMs = engine.clock.now();
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);
    engine.clock.advance(HOUR_MS);
    await engine.deliver([{ body: hire({ requestId: 'request-3' }), sentAtMs }]);

    expect(engine.directory.users()).toEqual([]);
    expect((await engine.outcomes()).at(-1)).toBe('account-gone');
  });

  test('another request for the same person waits while one sent after the account was seen gone creates it again, also when its lease is over', async () => {
    await createAndRemoveAccount();
    const early = { body: hire({ requestId: 'request-3' }), sentAtMs: engine.clock.now() };
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);
    engine.clock.advance(MINUTE_MS);
    engine.directory.faults.next('CreateUser', { kind: 'lose-response' }, 2);
    const late = { body: hire({ requestId: 'request-4' }), messageId: 'm-4' };
    await engine.deliver([{ ...late, sentAtMs: engine.clock.now() }]);
    engine.clock.advance(2 * MINUTE_MS);
    const waiting = await engine.deliver([early]);

    expect(engine.directory.users()).toHaveLength(1);
    expect(waiting.causes).toEqual(['lease-held']);
    expect(waiting.visibilitySeconds[0]).toBeGreaterThan(10);
    await engine.deliver([{ ...late, sentAtMs: engine.clock.now() }]);
    await engine.deliver([early]);
    expect((await engine.outcomes()).slice(-2)).toEqual(['created', 'duplicate']);
  });

  test('another request for the same person that repeats the first request, sent again after the account was seen gone, is a new account with an event of its own', async () => {
    await createAndRemoveAccount();
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);
    engine.clock.advance(MINUTE_MS);
    await engine.deliver([{ body: hire() }]);

    const [first, , again] = await engine.events();
    expect(again?.data).toMatchObject({ requestId: 'request-1', outcome: 'created' });
    expect(again?.id).not.toBe(first?.id);
  });

  test('another request for the same person waits while the account may only be missing from reads that lag', async () => {
    await engine.deliver([{ body: hire() }]);
    engine.directory.removeUser(engine.directory.users()[0]?.userId ?? '');
    engine.clock.advance(9 * MINUTE_MS);
    const { causes, visibilitySeconds } = await engine.deliver([
      { body: hire({ requestId: 'request-2' }) },
    ]);

    expect(causes).toEqual(['account-gone']);
    expect(visibilitySeconds).toEqual([60 + 3]);
    expect(engine.directory.users()).toEqual([]);
  });
});

describe('an address that passes to another person', () => {
  test('an address that passes to another person is refused once the account is created', async () => {
    await engine.deliver([{ body: hire({ employeeId: 'E-1' }) }]);
    await engine.deliver([{ body: hire({ employeeId: 'E-2', requestId: 'request-2' }) }]);

    expect(await engine.outcomes()).toEqual(['created', 'address-belongs-to-another']);
  });

  test('an address that passes to another person is refused while the first person is being provisioned, lease or no lease', async () => {
    engine.directory.faults.next('CreateUser', throttledForLong);
    await engine.deliver([{ body: hire({ employeeId: 'E-1' }) }]);
    engine.clock.advance(30 * MINUTE_MS);
    await engine.deliver([{ body: hire({ employeeId: 'E-2', requestId: 'request-2' }) }]);

    expect(await engine.outcomes()).toEqual(['address-belongs-to-another']);
    expect(await engine.record(ADA)).toMatchObject({ state: 'CREATING', employeeKey: E_1 });
  });

  test('an address that passes to another person is not suspected where only one of the two names an employee id', async () => {
    await engine.deliver([{ body: hire({ employeeId: 'E-1' }) }]);
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    expect(await engine.outcomes()).toEqual(['created', 'duplicate']);
  });
});

describe('a hire that the directory refuses', () => {
  beforeEach(async () => {
    engine.directory.faults.next('CreateUser', { kind: 'validation' });
    await engine.deliver([{ body: hire(), messageId: 'm-1' }]);
  });

  test('a hire that the directory refuses is rejected with a reason that does not repeat the words of the directory', async () => {
    const [rejected] = await engine.rejected();
    expect(rejected?.attributes).toMatchObject({
      reasonCode: 'refused-by-target',
      requestId: 'request-1',
    });
    expect(rejected?.attributes['reason']).not.toContain('not acceptable');
    expect(await engine.record(ADA)).toMatchObject({ state: 'FAILED' });
  });

  test('a hire that the directory refuses is rejected again without a call when the same message returns', async () => {
    engine.clock.advance(MINUTE_MS);
    await engine.deliver([{ body: hire(), messageId: 'm-1', receiveCount: 2 }]);

    const [first, second] = await engine.events();
    expect(second).toEqual(first);
    expect(engine.directory.calls).toHaveLength(1);
  });

  test('a hire that the directory refuses can be tried again by another message', async () => {
    await engine.deliver([{ body: hire(), messageId: 'm-2' }]);

    expect(await engine.outcomes()).toEqual(['refused-by-target', 'created']);
    expect(await engine.record(ADA)).not.toHaveProperty('reasonCode');
  });
});

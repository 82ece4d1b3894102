import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import {
  type EngineHarness,
  startEngineHarness,
  TARGET_ID,
} from '../support/engine/engine-harness.ts';

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
      employeeId: 'E-1',
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

  test('another request for the same person makes a new account when the directory no longer knows the old one', async () => {
    await engine.deliver([{ body: hire() }]);
    const gone = engine.directory.users()[0]?.userId ?? '';
    engine.directory.removeUser(gone);
    engine.clock.advance(11 * MINUTE_MS);
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    const [account] = engine.directory.users();
    expect(account?.userId).not.toBe(gone);
    expect(await engine.record(ADA)).toMatchObject({
      state: 'PROVISIONED',
      userId: account?.userId,
    });
    expect(await engine.outcomes()).toEqual(['created', 'created']);
  });

  test('another request for the same person waits while a client token could bring the lost account back', async () => {
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

  test('carries the employee id that its own message gives', async () => {
    await engine.deliver([{ body: hire() }]);
    await engine.deliver([{ body: hire({ requestId: 'request-2', employeeId: 'E-1' }) }]);

    expect((await engine.events())[1]?.data).toMatchObject({ employeeId: 'E-1' });
  });

  test('another request for the same person is rejected when the account has been disabled since', async () => {
    await engine.deliver([{ body: hire() }]);
    engine.directory.updateUser(engine.directory.users()[0]?.userId ?? '', { status: 'DISABLED' });
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    expect(await engine.outcomes()).toEqual(['created', 'account-disabled']);
  });

  test('another request for the same person waits when the directory does not answer whether the account is still there', async () => {
    await engine.deliver([{ body: hire() }]);
    engine.directory.faults.always('GetUser', { kind: 'unavailable' });
    const { causes } = await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    expect(causes).toEqual(['target-unavailable']);
    expect(await engine.outcomes()).toEqual(['created']);
  });
});

describe('an address that passes to another person', () => {
  test('an address that passes to another person is refused once the account is made', async () => {
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
    expect(await engine.record(ADA)).toMatchObject({ state: 'CREATING', employeeId: 'E-1' });
  });

  test('an address that passes to another person is not suspected where only one of the two names an employee id', async () => {
    await engine.deliver([{ body: hire({ employeeId: 'E-1' }) }]);
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    expect(await engine.outcomes()).toEqual(['created', 'duplicate']);
  });
});

describe('the lease', () => {
  beforeEach(async () => {
    engine.directory.faults.next('CreateUser', throttledForLong);
    await engine.deliver([{ body: hire(), messageId: 'm-1' }]);
  });
  const another = { body: hire({ requestId: 'request-2' }), messageId: 'm-2' };

  test('the lease holds another message back for its rest and 1 to 5 seconds more', async () => {
    engine.clock.advance(20_000);
    const { causes, visibilitySeconds } = await engine.deliver([another]);

    expect(causes).toEqual(['lease-held']);
    expect(visibilitySeconds).toEqual([41 + 3]);
    expect(engine.directory.countCalls('CreateUser')).toBe(1);
  });

  test('the lease does not hold the same message back', async () => {
    await engine.deliver([{ body: hire(), messageId: 'm-1', receiveCount: 2 }]);

    expect(await engine.outcomes()).toEqual(['created']);
    expect(await engine.record(ADA)).toMatchObject({ attempts: 2 });
  });

  test('the lease lets anyone claim once it is over', async () => {
    engine.clock.advance(61_000);
    await engine.deliver([another]);

    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('the lease counts as over when it lies more than 16 minutes ahead, by a clock that was wrong', async () => {
    engine.clock.advance(-17 * MINUTE_MS);
    await engine.deliver([another]);

    expect(await engine.outcomes()).toEqual(['created']);
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

  test('a hire that the directory refuses is rejected again without a call when the same message comes again', async () => {
    engine.clock.advance(MINUTE_MS);
    await engine.deliver([{ body: hire(), messageId: 'm-1', receiveCount: 2 }]);

    const [first, second] = await engine.events();
    expect(second).toEqual(first);
    expect(engine.directory.calls).toHaveLength(1);
  });

  test('a hire that the directory refuses can be tried anew by another message', async () => {
    await engine.deliver([{ body: hire(), messageId: 'm-2' }]);

    expect(await engine.outcomes()).toEqual(['refused-by-target', 'created']);
    expect(await engine.record(ADA)).not.toHaveProperty('reasonCode');
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hire } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const [ada, grace, joan] = ['ada', 'grace', 'joan'].map((name) => `${name}@example.com`);

let engine: EngineHarness;

beforeEach(async () => {
  engine = await startEngineHarness();
});

afterEach(() => engine.stop());

const env = { CREATIONS_PER_HOUR: '1' };
const of = (emailAddress = '', fields: object = {}) => ({
  body: hire({ emailAddress, requestId: `of-${emailAddress}`, ...fields }),
  messageId: `about-${emailAddress}`,
});
const refuse = () => engine.directory.faults.next('CreateUser', { kind: 'validation' });
const addresses = () => engine.directory.users().map(({ emailAddress }) => emailAddress);

describe('with a budget of one creation an hour', () => {
  test('a batch of three hires makes one account, and two wait for 14 to 15 minutes', async () => {
    const { causes, visibilitySeconds } = await engine.deliver([of(ada), of(grace), of(joan)], {
      env,
    });

    expect(addresses()).toHaveLength(1);
    expect(causes).toEqual(['creation-budget-spent', 'creation-budget-spent']);
    expect(visibilitySeconds).toEqual([870, 870]);
  });

  test('a hire that waits gets its account in the next hour', async () => {
    await engine.deliver([of(ada)], { env });
    const early = await engine.deliver([of(grace)], { env });
    engine.clock.advance(HOUR_MS);
    const later = await engine.deliver([of(grace)], { env });

    expect([early.causes, later.causes]).toEqual([['creation-budget-spent'], []]);
    expect(addresses()).toEqual([ada, grace]);
  });

  test('a hire that waits leaves no record, and is not deferred after a day', async () => {
    await engine.deliver([of(ada)], { env });
    const firstReceivedAtMs = engine.clock.now() - 2 * DAY_MS;
    const sentAtMs = firstReceivedAtMs;

    const { causes } = await engine.deliver(
      [{ ...of(grace), firstReceivedAtMs, sentAtMs, receiveCount: 190 }],
      { env },
    );

    expect(causes).toEqual(['creation-budget-spent']);
    expect(await engine.record(grace ?? '')).toBeUndefined();
    expect(await engine.deadLetters()).toEqual([]);
  });

  test('is deferred nine days after it was sent, with what to do', async () => {
    await engine.deliver([of(ada)], { env });
    const sentAtMs = engine.clock.now() - 9 * DAY_MS;

    await engine.deliver([{ ...of(grace), sentAtMs }], { env });

    expect(await engine.outcomes()).toEqual(['created', 'creation-budget-spent']);
  });

  test('a duplicate takes no place, although none is left', async () => {
    await engine.deliver([of(ada)], { env });
    const { causes } = await engine.deliver([of(ada, { requestId: 'another' })], { env });

    expect(causes).toEqual([]);
    expect(await engine.outcomes()).toEqual(['created', 'duplicate']);
  });

  test('a retry takes no place: the account counts where it was first claimed', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'access-denied' });
    const first = await engine.deliver([of(ada)], { env });
    const { causes } = await engine.deliver([of(ada)], { env });

    expect([first.causes, causes]).toEqual([['target-denied-access'], []]);
    expect(addresses()).toEqual([ada]);
  });

  test.each([
    ['a duplicate', async () => engine.deliver([of(ada)])],
    [
      'an account that was there before',
      async () =>
        engine.directory.addUser({
          emailAddress: ada ?? '',
          createTime: engine.clock.now() - DAY_MS,
        }),
    ],
  ])('a warm instance has the place of %s for the next hire', async (_, prepare) => {
    await prepare();
    engine.clock.advance(HOUR_MS);
    const instance = engine.compose(env);

    await engine.deliver([of(ada, { requestId: 'another' })], { instance });
    const { causes } = await engine.deliver([of(grace)], { instance });

    expect(causes).toEqual([]);
    expect(addresses()).toEqual([ada, grace]);
  });

  test.each([
    ['that the directory refuses', 'E-2', async () => refuse()],
    [
      'of an employee who has an account at another address',
      'E-1',
      async () => engine.deliver([of(joan, { employeeId: 'E-1' })]),
    ],
    [
      'that waits for another hire of its employee',
      'E-1',
      async () => {
        engine.directory.faults.next('CreateUser', { kind: 'access-denied' });
        await engine.deliver([of(joan, { employeeId: 'E-1' })]);
      },
    ],
  ])(
    'a warm instance has the place of a hire %s for the next hire',
    async (_, employeeId, prepare) => {
      await prepare();
      engine.clock.advance(HOUR_MS);
      const instance = engine.compose(env);

      await engine.deliver([of(ada, { employeeId })], { instance });
      const { causes } = await engine.deliver([of(grace)], { instance });

      expect(causes).toEqual([]);
      expect(addresses()).toContain(grace);
      expect(addresses()).not.toContain(ada);
    },
  );

  test('the places of hires that are refused, of people whose accounts were deleted, are not saved up', async () => {
    const leavers = [ada, grace];
    let sent = 0;
    const now = (emailAddress = '', fields: object = {}) => {
      sent += 1;
      const requestId = `request-${sent}`;
      return {
        ...of(emailAddress, { requestId, ...fields }),
        messageId: `m-${sent}`,
        sentAtMs: engine.clock.now(),
      };
    };
    await engine.deliver([now(joan, { employeeId: 'E-1' }), ...leavers.map((one) => now(one))]);
    for (const { userId, emailAddress } of engine.directory.users())
      if (emailAddress !== joan) engine.directory.removeUser(userId);
    engine.clock.advance(2 * DAY_MS);
    await engine.deliver(
      leavers.map((one) => now(one)),
      { env },
    );
    for (const leaver of leavers) {
      engine.clock.advance(HOUR_MS);
      await engine.deliver([now(leaver, { employeeId: 'E-1' })], { env });
    }
    engine.clock.advance(HOUR_MS);

    const { causes } = await engine.deliver(
      leavers.map((one) => now(one)),
      { env },
    );

    expect(causes).toEqual(['creation-budget-spent']);
    expect(addresses()).toHaveLength(2);
  });

  test('a warm instance has the place of a hire that gives way to a later first day for the next hire', async () => {
    const instance = engine.compose(env);
    await engine.deliver([of(ada, { startDate: '2026-03-09' })], { instance });
    const sentAtMs = engine.clock.now() - HOUR_MS;

    await engine.deliver(
      [
        {
          ...of(ada, { startDate: '2026-03-01', requestId: 'before' }),
          messageId: 'sent before',
          sentAtMs,
        },
      ],
      { instance },
    );
    const { causes } = await engine.deliver([of(grace)], { instance });

    expect(causes).toEqual([]);
    expect(addresses()).toEqual([grace]);
    expect(await engine.record(ada ?? '')).not.toHaveProperty('countedHour');
  });

  test('a hire that was refused in an earlier hour takes a place of the hour in which it comes again', async () => {
    refuse();
    await engine.deliver([of(ada)], { env });
    engine.clock.advance(HOUR_MS);
    await engine.deliver([of(grace)], { env });

    const { causes } = await engine.deliver([{ ...of(ada), messageId: 'again' }], { env });

    expect(causes).toEqual(['creation-budget-spent']);
    expect(addresses()).toEqual([grace]);
  });

  test('a hire that waits for its day takes its place on that day', async () => {
    const instance = engine.compose(env);
    await engine.deliver([of(ada, { startDate: '2026-03-09' })], { instance });

    const { causes } = await engine.deliver([of(grace)], { instance });

    expect(causes).toEqual([]);
    expect(addresses()).toEqual([grace]);
  });

  test('a hire that is refused takes no place', async () => {
    const instance = engine.compose(env);
    await engine.deliver([of(ada, { type: 'SUPER_USER' })], { instance });

    expect((await engine.deliver([of(grace)], { instance })).causes).toEqual([]);
  });

  test('hires are retried while the count cannot be written, and none gets an account', async () => {
    const instance = engine.compose(env);
    const creationPlaces = {
      forBatch: () => ({
        expect: () => {},
        draw: () => Promise.reject(new Error('The table is down.')),
      }),
    };

    const { causes } = await engine.deliver([of(ada)], { instance, ports: { creationPlaces } });

    expect(causes).toEqual(['table-unavailable']);
    expect(addresses()).toEqual([]);
  });
});

test('without a budget, a record says nothing of hours', async () => {
  await engine.deliver([of(ada)]);

  expect(await engine.record(ada ?? '')).not.toHaveProperty('countedHour');
  expect(engine.compose()).toHaveProperty('creationPlaces', undefined);
});

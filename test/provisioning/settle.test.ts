import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deferredEvent } from '../../src/provisioning/events.ts';
import { ADA, HOUR_MS, hire } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import { digestsFor } from '../support/engine/digests.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

/** A queue that does not exist refuses every send. */
const nowhere = (setting: string) => ({
  env: { [setting]: `${engine.environment[setting]}-that-is-not-there` },
});

describe('a rejected message', () => {
  const bad = ' { "emailAddress" : "nobody",\n"requestId":"request-1" } ';

  test('a rejected message is stored byte for byte with its reason, and its event is published', async () => {
    await engine.deliver([{ body: bad }]);

    expect(await engine.rejected()).toEqual([
      {
        body: bad,
        attributes: {
          reasonCode: 'invalid-message',
          reason: expect.stringContaining('emailAddress'),
          requestId: 'request-1',
          mac: expect.stringMatching(/^[0-9a-f]{64}$/),
          rejectedAt: '2026-03-02T08:00:00.000Z',
          sentAt: '2026-03-02T08:00:00.000Z',
        },
      },
    ]);
    expect(await engine.events()).toMatchObject([
      {
        type: 'joiner.user.rejected.v1',
        time: '2026-03-02T08:00:00.000Z',
        data: { claimedRequestId: 'request-1', reason: { code: 'invalid-message' } },
      },
    ]);
  });

  test('a refused message gives the request and the employee that it names only as claims', async () => {
    await engine.deliver([{ body: { ...hire({ employeeId: 'E-1' }), emailAddress: 'ada' } }]);

    const [event] = await engine.events();
    expect(event?.data).toEqual({
      claimedRequestId: 'request-1',
      claimedEmployeeId: 'E-1',
      reason: expect.objectContaining({ code: 'invalid-message' }),
    });
  });

  test('a refused message never shares an event id with an accepted one of the same content', () => {
    const facts = { requestKey: 'r', requestId: 'r', contentDigest: 'd', isRefused: false };
    const reason = { code: 'table-unavailable', message: 'The table did not respond.' };
    const accepted = deferredEvent(facts, reason, 0, digestsFor('any'));
    const refused = deferredEvent({ ...facts, isRefused: true }, reason, 0, digestsFor('any'));

    expect(refused.id).not.toBe(accepted.id);
    expect(refused.data).toEqual({ claimedRequestId: 'r', reason });
  });

  test('a rejected message is retried, without an event, while the rejected queue does not take it', async () => {
    const { causes } = await engine.deliver([{ body: bad }], nowhere('REJECTED_QUEUE_URL'));

    expect(causes).toEqual(['queue-unavailable']);
    expect(await engine.events()).toEqual([]);
  });

  test('a rejected message is retried while its event is not sent', async () => {
    const { causes } = await engine.deliver([{ body: bad }], nowhere('COMPLETION_QUEUE_URL'));

    expect(causes).toEqual(['queue-unavailable']);
  });

  test('a rejected message is stored once, however often it returns while its event is not sent', async () => {
    const message = { body: bad, messageId: 'm-1' };
    await engine.deliver([message], nowhere('COMPLETION_QUEUE_URL'));
    await engine.deliver([{ ...message, receiveCount: 2 }], nowhere('COMPLETION_QUEUE_URL'));
    await engine.deliver([{ ...message, receiveCount: 3 }]);

    expect(await engine.rejected()).toHaveLength(1);
    expect(await engine.events()).toHaveLength(1);
  });

  test('repeats the same event id however often it comes', async () => {
    await engine.deliver([{ body: bad }]);
    engine.clock.advance(HOUR_MS);
    await engine.deliver([{ body: bad }]);

    const [first, second] = await engine.events();
    expect(second?.id).toBe(first?.id);
  });
});

describe('a provisioned hire', () => {
  test('a provisioned hire is retried while its event is not sent, and then publishes it', async () => {
    const message = { body: hire(), messageId: 'm-1' };
    const { again } = await engine.deliver([message], nowhere('COMPLETION_QUEUE_URL'));
    engine.clock.advance(HOUR_MS);
    await engine.deliver([message]);

    expect(again).toEqual(['m-1']);
    expect(await engine.events()).toMatchObject([
      { time: '2026-03-02T08:00:00.000Z', data: { outcome: 'created' } },
    ]);
    expect(engine.directory.countCalls('CreateUser')).toBe(1);
  });
});

describe('handing over', () => {
  beforeEach(() => engine.directory.faults.always('CreateUser', { kind: 'access-denied' }));
  /** Received as often as the backoff allows in a day and a half. */
  const waiting = (hours: number, receiveCount = 40) => ({
    body: hire({ employeeId: 'E-1' }),
    receiveCount,
    firstReceivedAtMs: engine.clock.now() - hours * HOUR_MS,
  });

  test('a message that has waited 24 hours goes to the dead-letter queue with its reason', async () => {
    const { again } = await engine.deliver([waiting(24)]);

    expect(again).toEqual([]);
    expect(await engine.deadLetters()).toEqual([
      {
        body: JSON.stringify(hire({ employeeId: 'E-1' })),
        attributes: {
          reasonCode: 'target-denied-access',
          reason: expect.stringContaining('permissions'),
          requestId: 'request-1',
          mac: expect.stringMatching(/^[0-9a-f]{64}$/),
          firstSeenAt: '2026-03-01T08:00:00.000Z',
          sentAt: '2026-03-01T08:00:00.000Z',
        },
      },
    ]);
    expect(await engine.events()).toMatchObject([
      {
        type: 'joiner.user.deferred.v1',
        data: {
          requestId: 'request-1',
          employeeId: 'E-1',
          reason: { code: 'target-denied-access' },
        },
      },
    ]);
  });

  test('a message that has waited less is retried', async () => {
    const { causes } = await engine.deliver([waiting(23.99)]);

    expect(causes).toEqual(['target-denied-access']);
    expect(await engine.deadLetters()).toEqual([]);
  });

  test('the time is the operator’s to set, in fractions too', async () => {
    await engine.deliver([waiting(0.5)], { env: { HAND_OVER_AFTER_HOURS: '0.5' } });

    expect(await engine.deadLetters()).toHaveLength(1);
  });

  test('a message that the queue will soon forget goes too, however late it was received', async () => {
    const sentAtMs = engine.clock.now() - 9 * 24 * HOUR_MS;
    await engine.deliver([{ ...waiting(1), sentAtMs }]);

    expect(await engine.deadLetters()).toHaveLength(1);
  });

  test('the 950th receive defers before the queue would, without a reason, at the 1000th', async () => {
    await engine.deliver([waiting(1, 949)]);
    expect(await engine.deadLetters()).toHaveLength(0);
    await engine.deliver([waiting(1, 950)]);
    expect(await engine.deadLetters()).toHaveLength(1);
  });

  test('a message that was held back for a day by a pause is retried like any other', async () => {
    const { causes } = await engine.deliver([waiting(24, 2)]);

    expect(causes).toEqual(['target-denied-access']);
    expect(await engine.deadLetters()).toEqual([]);
  });

  test('waiting is no failure: a message that waits for the lease of another is never deferred for it', async () => {
    engine.directory.faults.clear();
    engine.directory.faults.next('CreateUser', throttledForLong);
    await engine.deliver([{ body: hire(), messageId: 'm-1' }]);
    const { causes } = await engine.deliver([waiting(24)]);

    expect(causes).toEqual(['lease-held']);
    expect(await engine.deadLetters()).toEqual([]);
  });

  test('a request that is done repeats its event, though the table fails at its last try', async () => {
    engine.directory.faults.clear();
    await engine.deliver([waiting(1)]);
    const { store } = engine.compose();
    const claim = async () => {
      throw new Error('throttled');
    };
    const { again } = await engine.deliver([waiting(24)], {
      ports: { store: { ...store, claim } },
    });

    expect(again).toEqual([]);
    const [first, repeated] = await engine.events();
    expect(repeated).toEqual(first);
  });

  test('a message is not deferred while its record cannot be read, which may say that it is done', async () => {
    const env = { USERS_TABLE_NAME: 'not-there' };
    const { causes } = await engine.deliver([waiting(24)], { env });
    await engine.deliver([waiting(24, 950)], { env });

    expect(causes).toEqual(['table-unavailable']);
    expect(await engine.deadLetters()).toHaveLength(1);
  });

  test('a message is not deferred while its key cannot be used, which would show that it is done', async () => {
    const env = { PSEUDONYM_KEY_ARN: 'not-there' };
    const { causes } = await engine.deliver([waiting(24)], { env });
    await engine.deliver([waiting(24, 950)], { env });

    expect(causes).toEqual(['key-unavailable']);
    expect(await engine.deadLetters()).toHaveLength(1);
    expect((await engine.events()).map(({ type }) => type)).toEqual(['joiner.user.deferred.v1']);
  });

  test('while its key cannot be used, the message id stands in for a hire without an id', async () => {
    const env = { PSEUDONYM_KEY_ARN: 'not-there' };
    const body = { emailAddress: ADA };
    await engine.deliver([{ ...waiting(24, 950), body, messageId: 'm-1' }], { env });

    expect((await engine.events()).map(({ data }) => data)).toMatchObject([{ requestId: 'm-1' }]);
    expect((await engine.deadLetters()).map(({ attributes }) => attributes)).toMatchObject([
      { requestId: 'm-1' },
    ]);
  });

  test('a message is not deferred when its last try succeeds', async () => {
    engine.directory.faults.clear();
    await engine.deliver([waiting(24)]);

    expect(await engine.deadLetters()).toEqual([]);
    expect(await engine.record(ADA)).toMatchObject({ state: 'PROVISIONED' });
  });

  test('a message stays in its queue while the dead-letter queue does not take it', async () => {
    const { causes } = await engine.deliver([waiting(24)], nowhere('DEAD_LETTER_QUEUE_URL'));

    expect(causes).toEqual(['queue-unavailable']);
    expect(await engine.events()).toEqual([]);
  });

  test('a replay from the dead-letter queue provisions the hire as if nothing had been', async () => {
    await engine.deliver([waiting(24)]);
    engine.directory.faults.clear();
    engine.clock.advance(14 * 24 * HOUR_MS);
    const [dead] = await engine.deadLetters();
    await engine.deliver([{ body: dead?.body ?? '' }]);

    expect((await engine.events()).map(({ type }) => type)).toEqual([
      'joiner.user.deferred.v1',
      'joiner.user.provisioned.v1',
    ]);
  });
});

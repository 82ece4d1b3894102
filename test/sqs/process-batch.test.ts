import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ProcessedMessages } from '../../src/provisioning/message-ports.ts';
import { ADA, hire } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';
import { invokeUntilRequestOf } from '../support/engine/invocation.ts';
import { startRecordingServer } from '../support/http/recording-server.ts';

/** 300 ms until calls of the directory must stop, though nothing answers. */
const SHORT_MS = 7_800;

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

describe('the source of records', () => {
  test('an event with a record of another source fails as a whole, and nothing is done', async () => {
    const invocation = engine.deliver([
      { body: hire() },
      { body: hire(), eventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:other' },
    ]);

    await expect(invocation).rejects.toThrow('does not come from the new-hire queue');
    expect(await engine.recordCount()).toBe(0);
  });
});

describe('a record that is not in flight', () => {
  test('is returned, counted, and does nothing', async () => {
    const { again, metrics, log } = await engine.deliver([
      { body: hire(), messageId: 'm-1', receiptHandle: 'made up' },
    ]);

    expect(again).toEqual(['m-1']);
    expect(metrics).toEqual({ NotInFlight: [1] });
    expect(log).toEqual([]);
    expect(await engine.recordCount()).toBe(0);
    expect(engine.directory.calls).toEqual([]);
  });

  test('is no poison for the hires beside it', async () => {
    const { again } = await engine.deliver([
      { body: hire(), messageId: 'm-1', receiptHandle: 'made up', receiveCount: 20 },
      { body: hire({ emailAddress: 'grace.hopper@example.com' }), messageId: 'm-2' },
    ]);

    expect(again).toEqual(['m-1']);
    expect(await engine.outcomes()).toEqual(['created']);
  });
});

describe('a record that the queue does not confirm', () => {
  const nowhere = { env: { NEW_HIRE_QUEUE_URL: 'http://127.0.0.1:1/1/new-hires' } };
  const RETRIED = { Retried: [1], 'Retried:queue-unavailable': [1], NotConfirmed: [1] };

  test('is retried, unread', async () => {
    const { again, metrics } = await engine.deliver([{ body: hire(), messageId: 'm-1' }], nowhere);

    expect(again).toEqual(['m-1']);
    expect(metrics).toEqual(RETRIED);
    expect(await engine.recordCount()).toBe(0);
  });

  test('is logged, with its siblings in one line, without the words of its event', async () => {
    const SQS_ID = '7b0c8d3e-0000-4000-8000-000000000001';
    const lines: object[] = [];
    const note = (message: string, facts: object) => void lines.push({ message, ...facts });
    await engine.deliver(
      [
        { body: hire(), messageId: 'ada@example.com', senderId: 'AROAEXAMPLE' },
        { body: hire(), messageId: SQS_ID },
      ],
      { ...nowhere, ports: { log: { info: note, warn: note, error: note } } },
    );

    expect(lines).toEqual([
      {
        message:
          'not confirmed: the new-hire queue did not say whether these records are in flight',
        records: 2,
        messageIds: [SQS_ID],
        error: expect.objectContaining({ name: expect.any(String) }),
      },
      {
        message: 'visibility not set: the timeout of the queue applies',
        messageIds: [SQS_ID],
      },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/ada@example|AROAEXAMPLE/);
  });

  test('is counted without an age, however long it says that it has waited', async () => {
    const waiting = { body: hire(), sentAtMs: 0, firstReceivedAtMs: 0 };
    const { metrics } = await engine.deliver([waiting], nowhere);

    expect(metrics).toEqual(RETRIED);
  });

  test('is not set aside, however long it says that it has waited', async () => {
    const waiting = { body: 'not json', receiveCount: 950, firstReceivedAtMs: 0 };
    const { metrics } = await engine.deliver([waiting], nowhere);

    expect(metrics).toEqual(RETRIED);
    expect(await engine.rejected()).toEqual([]);
    expect(await engine.deadLetters()).toEqual([]);
    expect(await engine.events()).toEqual([]);
  });
});

describe('the deadline', () => {
  test('a directory that hangs does not keep the function from answering', async () => {
    engine.directory.faults.always('CreateUser', { kind: 'hang' });
    const { again, causes, visibilitySeconds } = await engine.deliver(
      [{ body: hire(), messageId: 'm-1' }],
      { remainingMs: SHORT_MS },
    );

    expect(again).toEqual(['m-1']);
    expect(causes).toEqual(['out-of-time']);
    expect(visibilitySeconds).toEqual([3]);
  });

  test('a timeout that leaves no time for one call is an error that names the setting', async () => {
    await expect(engine.deliver([{ body: hire() }], { remainingMs: 7_500 })).rejects.toThrow(
      'functions.provisionUser.timeout',
    );
    expect(await engine.recordCount()).toBe(0);
  });

  test('a hire whose turn does not come leaves no trace, and is retried soon', async () => {
    const { target } = engine.compose();
    const untilTurn = async (signal: AbortSignal) => void (await once(signal, 'abort'));
    const { causes, visibilitySeconds } = await engine.deliver([{ body: hire() }], {
      remainingMs: SHORT_MS,
      ports: { target: { ...target, untilTurn } },
    });

    expect(causes).toEqual(['out-of-time']);
    expect(visibilitySeconds).toEqual([3]);
    expect(engine.directory.calls).toEqual([]);
    expect(await engine.recordCount()).toBe(0);
  });

  test('nothing runs after the function has returned', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'hang' });
    await engine.deliver([{ body: hire() }], { remainingMs: SHORT_MS });
    engine.directory.faults.release();
    await engine.deliver([{ body: hire(), messageId: 'm-2' }]);

    expect(await engine.record(ADA)).toMatchObject({ state: 'CREATING', attempts: 1 });
  });

  test('a queue that hangs does not keep the function from answering', async () => {
    const hanging = await startRecordingServer();
    hanging.script('silence');
    const [processed] = await invokeUntilRequestOf(hanging, engine, {
      REJECTED_QUEUE_URL: `${hanging.endpoint}/000000000000/rejected`,
    });
    await hanging.stop();

    expect(processed?.result).toMatchObject({ kind: 'retry', cause: 'queue-unavailable' });
  });

  test('no timer of an invocation outlives it', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    const before = timers().length;
    await engine.deliver([{ body: 'not json' }]);

    expect(timers().length).toBeLessThanOrEqual(before);
  });

  test('a hire that is done is published though another of its batch hangs', async () => {
    await engine.deliver([{ body: hire() }]);
    engine.directory.faults.always('CreateUser', { kind: 'hang' });
    const sibling = hire({ emailAddress: 'grace.hopper@example.com', requestId: 'request-2' });
    const { again } = await engine.deliver(
      [{ body: hire() }, { body: sibling, messageId: 'm-2' }],
      {
        remainingMs: SHORT_MS,
      },
    );

    expect(again).toEqual(['m-2']);
    expect(await engine.events()).toHaveLength(2);
  });
});

describe('a service that fails', () => {
  test.each([
    ['throttling', { kind: 'throttle' }, 'throttled', 23],
    ['throttling with Retry-After', { kind: 'throttle', retryAfterSeconds: 90 }, 'throttled', 93],
    ['an outage', { kind: 'unavailable' }, 'target-unavailable', 23],
    ['an internal error', { kind: 'internal-error' }, 'target-unavailable', 23],
    ['a closed connection', { kind: 'drop' }, 'target-unavailable', 23],
    ['denied access', { kind: 'access-denied' }, 'target-denied-access', 23],
    [
      'a limit, though it shares its status with a refusal',
      { kind: 'limit-exceeded' },
      'target-limit-exceeded',
      23,
    ],
  ] as const)('%s of the directory: the message is retried', async (_, fault, cause, seconds) => {
    engine.directory.faults.always('CreateUser', fault);
    const { causes, visibilitySeconds } = await engine.deliver([{ body: hire() }]);

    expect(causes).toEqual([cause]);
    expect(visibilitySeconds).toEqual([seconds]);
    expect(await engine.rejected()).toEqual([]);
  });

  test('throttling that is soon over: the hire is created in the same invocation', async () => {
    engine.directory.faults.next('CreateUser', { kind: 'throttle' }, 2);
    const { causes } = await engine.deliver([{ body: hire() }]);

    expect(causes).toEqual([]);
    expect(engine.directory.countCalls('CreateUser')).toBe(3);
    expect(await engine.record(ADA)).toMatchObject({ state: 'PROVISIONED', attempts: 1 });
  });

  test('the users table: the message is retried, and the directory is not called', async () => {
    const { causes } = await engine.deliver([{ body: hire() }], {
      env: { USERS_TABLE_NAME: 'not-there' },
    });

    expect(causes).toEqual(['table-unavailable']);
    expect(engine.directory.calls).toEqual([]);
  });
});

describe('a batch that may have crashed the function', () => {
  const people = (receiveCount: number) =>
    ['m-1', 'm-2', 'm-3'].map((messageId) => ({
      messageId,
      receiveCount,
      body: hire({ emailAddress: `${messageId}@example.com`, requestId: messageId }),
    }));

  test('a batch that may have crashed the function is processed whole up to the nineteenth receive', async () => {
    const { again } = await engine.deliver(people(19));

    expect(again).toEqual([]);
    expect(engine.directory.users()).toHaveLength(3);
  });

  test('a batch that may have crashed the function has a message that was received twenty times processed after the others, which are deleted first', async () => {
    const [suspect = '', ...others] = people(1).map(({ messageId }) => messageId);
    const deleted: string[] = [];
    const { calls, ports } = observed(deleted);
    await engine.deliver(
      people(1).map((message) => ({
        ...message,
        receiveCount: message.messageId === suspect ? 20 : 1,
      })),
      { ports },
    );

    expect(calls).toHaveLength(3);
    expect(calls.at(-1)).toEqual({ created: 'm-1@example.com', deleted: others });
    expect(calls[0]?.deleted).toEqual([]);
  });

  test('several messages that were received twenty times are processed one after the other, the most received first', async () => {
    const { calls, ports } = observed([]);
    const receives = [20, 22, 21];
    await engine.deliver(
      people(1).map((message, index) => ({ ...message, receiveCount: receives[index] ?? 0 })),
      { ports },
    );

    expect(calls.map(({ created }) => created)).toEqual([
      'm-2@example.com',
      'm-3@example.com',
      'm-1@example.com',
    ]);
  });

  test('a batch that may have crashed the function leaves no message to its queue that can be processed: none uses up its receives by waiting', async () => {
    const { again } = await engine.deliver(people(20));

    expect(again).toEqual([]);
    expect(engine.directory.users()).toHaveLength(3);
  });

  test('a batch that may have crashed the function is processed to its end though the messages that are done cannot be deleted early', async () => {
    const [first, ...others] = people(1);
    const { again } = await engine.deliver(
      [{ ...first, body: hire(), receiveCount: 20 }, ...others],
      {
        ports: { processedMessages: { deleteAll: async () => new Set(['m-2', 'm-3']) } },
      },
    );

    expect(again).toEqual([]);
  });

  /** In which order accounts are created, and what is deleted from the queue by then. */
  function observed(deleted: string[]) {
    const calls: { readonly created: string; readonly deleted: readonly string[] }[] = [];
    const { target } = engine.compose();
    const create: typeof target.create = (creation, signal) => {
      calls.push({ created: creation.fields.emailAddress, deleted: [...deleted] });
      return target.create(creation, signal);
    };
    const deleteAll: ProcessedMessages['deleteAll'] = async (receipts) => {
      deleted.push(...receipts.map(({ messageId }) => messageId));
      return new Set();
    };
    return { calls, ports: { target: { ...target, create }, processedMessages: { deleteAll } } };
  }
});

describe('the log', () => {
  test('the log has one line for each outcome', async () => {
    const { log } = await engine.deliver([{ body: hire() }, { body: 'not json' }]);

    expect(log).toEqual([
      {
        level: 'info',
        message: 'provisioned',
        facts: expect.objectContaining({ requestId: 'request-1', outcome: 'created' }),
      },
      {
        level: 'warn',
        message: 'rejected',
        facts: expect.objectContaining({ reasonCode: 'invalid-json' }),
      },
    ]);
  });

  test('log and record have the principal that sent the message, without its session, and the source', async () => {
    const asked = { senderId: 'AROAEXAMPLE', source: 'cloudevents:hr' };
    const event = { specversion: '1.0', id: 'event-1', source: 'hr', data: hire() };
    const { log } = await engine.deliver([
      { body: event, senderId: 'AROAEXAMPLE:ann@example.com' },
      { body: 'not json', senderId: 'AROAEXAMPLE:ann@example.com' },
    ]);

    expect(log).toMatchObject([
      { message: 'provisioned', facts: asked },
      { message: 'rejected', facts: { senderId: 'AROAEXAMPLE', source: 'bare' } },
    ]);
    expect(await engine.record(ADA)).toMatchObject(asked);
  });

  test('the log has what the intake took a hire from, and nothing else that a sender writes there', async () => {
    const takenFrom = `file#${'0a'.repeat(32)}`;
    const { log } = await engine.deliver([
      { body: hire(), attributes: { takenFrom } },
      { body: 'not json', attributes: { takenFrom: 'ann@example.com' } },
    ]);

    expect(log).toMatchObject([
      { message: 'provisioned', facts: { takenFrom } },
      { message: 'rejected', facts: { takenFrom: undefined } },
    ]);
  });

  test('the log has the stack of an error that nothing foresaw, and not its words', async () => {
    const { log } = await engine.deliver([{ body: hire() }], {
      env: { USERS_TABLE_NAME: 'not-there' },
    });

    const error = log[0]?.facts['error'];
    expect(error).toMatchObject({
      name: 'TableError',
      cause: {
        name: 'ResourceNotFoundException',
        stack: expect.arrayContaining([expect.stringMatching(/^ {4}at /)]),
      },
    });
    expect(JSON.stringify(error)).not.toContain('Requested resource');
  });

  test('the log has no address and no name, whatever happens', async () => {
    engine.directory.addUser({ emailAddress: 'grace.hopper@example.com', status: 'DISABLED' });
    engine.directory.faults.next('CreateUser', throttledForLong);
    const { log } = await engine.deliver([
      { body: hire() },
      { body: hire({ requestId: 'request-2', emailAddress: 'grace.hopper@example.com' }) },
      { body: hire({ requestId: 'request-3', emailAddress: 'Alan Turing' }) },
      { body: hire({ requestId: 'request-4', emailAddress: 'alan@example.com' }) },
    ]);

    expect(log).toHaveLength(4);
    expect(JSON.stringify(log)).not.toMatch(
      /\b(ada|lovelace|grace|hopper|alan|turing)\b|example\.com/i,
    );
  });
});

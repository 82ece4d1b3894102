import type { SendMessageBatchRequest } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type OutgoingMessage, sendMessages } from '../../src/aws/send-messages.ts';
import { answerInstead } from '../support/aws/client-middleware.ts';
import { attributesOf } from '../support/aws/received.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';
import { createRecordedQueue, type RecordedQueue } from './recorded-queue.ts';

/** What SQS takes in one message, and in one batch. */
const LIMIT = 1_048_576;
const signal = new AbortController().signal;

let sqs: LocalSqs;
let queue: RecordedQueue;

beforeAll(async () => {
  sqs = await startSqs();
});

beforeEach(async () => {
  queue = await createRecordedQueue(sqs);
});

afterAll(() => sqs.stop());

const message = (overrides: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  key: 'key-1',
  body: 'body',
  attributes: {},
  ...overrides,
});

const messages = (bodies: readonly string[]) =>
  bodies.map((body, index) => message({ key: `key-${index + 1}`, body }));

const send = (outgoing: readonly OutgoingMessage[], until: AbortSignal = signal) =>
  sendMessages(queue, outgoing, until);

const receivedBodies = async () => {
  const received = await sqs.receiveAll(queue.queueUrl);
  return received.map(({ Body }) => Body).sort();
};

/** Refuses a whole batch for one poisoned message in it, as SQS does for some faults. */
function refuseWhole(poison: string): void {
  answerInstead(queue.client, (input) => {
    queue.calls.push('asked');
    const bodies = (input as SendMessageBatchRequest).Entries?.map(
      ({ MessageBody }) => MessageBody,
    );
    if (bodies?.includes(poison)) throw new Error('InvalidMessageContents');
    return undefined;
  });
}

describe('how many calls', () => {
  test('ten messages go out in one call', async () => {
    const bodies = Array.from({ length: 10 }, (_, index) => `body ${index}`);

    const unsent = await send(messages(bodies));

    expect(unsent).toEqual(new Set());
    expect(await receivedBodies()).toEqual(bodies);
    expect(queue.calls).toEqual(['SendMessageBatch']);
  });

  test('eleven messages go out in two calls', async () => {
    const unsent = await send(messages(Array.from({ length: 11 }, () => 'body')));

    expect(unsent).toEqual(new Set());
    expect(await receivedBodies()).toHaveLength(11);
    expect(queue.calls).toHaveLength(2);
  });

  test('no message costs no call', async () => {
    const unsent = await send([]);

    expect(unsent).toEqual(new Set());
    expect(queue.calls).toEqual([]);
  });

  test('messages of exactly the limit together go out in one call', async () => {
    const unsent = await send(messages(['a'.repeat(LIMIT - 1_000), 'b'.repeat(1_000)]));

    expect(unsent).toEqual(new Set());
    expect(queue.calls).toHaveLength(1);
  });

  test('messages one byte above the limit together go out in two calls', async () => {
    const unsent = await send(messages(['a'.repeat(LIMIT - 1_000), 'b'.repeat(1_001)]));

    expect(unsent).toEqual(new Set());
    expect(await receivedBodies()).toHaveLength(2);
    expect(queue.calls).toHaveLength(2);
  });

  test('size is counted in bytes of UTF-8, not in characters', async () => {
    const unsent = await send(messages(['é'.repeat(LIMIT / 2), 'b']));

    expect(unsent).toEqual(new Set());
    expect(queue.calls).toHaveLength(2);
  });

  test('names, types and values of attributes count as size', async () => {
    const attributes = { name: 'value' };
    const attributeBytes = 'name'.length + 'String'.length + 'value'.length;
    const body = 'a'.repeat(LIMIT / 2 - attributeBytes);

    const fitting = await send([message({ body, attributes }), message({ body, attributes })]);
    const callsOfFitting = queue.calls.length;
    const tooLong = await send([
      message({ body, attributes }),
      message({ body: `${body}a`, attributes }),
    ]);

    expect([...fitting, ...tooLong]).toEqual([]);
    expect(callsOfFitting).toBe(1);
    expect(queue.calls.length - callsOfFitting).toBe(2);
  });

  test('a message goes into the first call that has room for it', async () => {
    const unsent = await send(
      messages([600_000, 600_000, 400_000, 400_000].map((bytes) => 'a'.repeat(bytes))),
    );

    expect(unsent).toEqual(new Set());
    expect(queue.calls).toHaveLength(2);
  });
});

describe('what goes out', () => {
  test('body and attributes arrive as they were given', async () => {
    const body = ' {"a": "é",\r\n\t"b": 1} ';

    await send([message({ body, attributes: { reasonCode: 'code', reason: 'Why it is so.' } })]);

    const [received] = await sqs.receiveAll(queue.queueUrl);
    expect(received?.Body).toBe(body);
    expect(attributesOf(received ?? {})).toEqual({ reasonCode: 'code', reason: 'Why it is so.' });
  });

  test('a body that fills a message goes without its attributes', async () => {
    const body = 'a'.repeat(LIMIT);

    const unsent = await send([message({ body, attributes: { reasonCode: 'code' } })]);

    const [received] = await sqs.receiveAll(queue.queueUrl);
    expect(unsent).toEqual(new Set());
    expect(received?.Body).toBe(body);
    expect(attributesOf(received ?? {})).toEqual({});
  });

  test('the attributes that fit next to the body are sent, in their order', async () => {
    const attributes = { reasonCode: 'code', reason: 'Why it is so.', at: '2026' };
    const room = 'reasonCode'.length + 'code'.length + 'at'.length + '2026'.length + 2 * 6;

    await send([message({ body: 'a'.repeat(LIMIT - room), attributes })]);

    const [received] = await sqs.receiveAll(queue.queueUrl);
    expect(attributesOf(received ?? {})).toEqual({ reasonCode: 'code', at: '2026' });
  });
});

describe('what does not go out', () => {
  test('a message that SQS refuses is returned, and the rest of its batch arrives', async () => {
    const unsent = await send(messages(['first', 'not a character: \u0000', 'third']));

    expect(unsent).toEqual(new Set(['key-2']));
    expect(await receivedBodies()).toEqual(['first', 'third']);
  });

  test('each message of a call that fails as a whole is sent again alone', async () => {
    refuseWhole('poison');

    const unsent = await send(messages(['first', 'poison', 'third']));

    expect(unsent).toEqual(new Set(['key-2']));
    expect(await receivedBodies()).toEqual(['first', 'third']);
    expect(queue.calls.filter((call) => call === 'asked')).toHaveLength(4);
  });

  test('a message alone in a call that fails is not tried again', async () => {
    refuseWhole('poison');

    const unsent = await send(messages(['poison']));

    expect(unsent).toEqual(new Set(['key-1']));
    expect(queue.calls).toEqual(['asked']);
  });

  test('a message of which SQS says nothing has not gone out', async () => {
    answerInstead(queue.client, () => ({ Successful: [{ Id: '0' }], Failed: [] }));

    const unsent = await send(messages(['first', 'second']));

    expect(unsent).toEqual(new Set(['key-2']));
  });

  test('a queue that does not exist takes no message and throws nothing', async () => {
    queue = { ...queue, queueUrl: `${queue.queueUrl}-gone` };

    const unsent = await send(messages(['first', 'second']));

    expect(unsent).toEqual(new Set(['key-1', 'key-2']));
  });

  test('after an abort nothing is sent', async () => {
    const unsent = await send(messages(['first', 'second']), AbortSignal.abort());

    expect(unsent).toEqual(new Set(['key-1', 'key-2']));
    expect(queue.calls).toEqual([]);
    expect(await receivedBodies()).toEqual([]);
  });

  test('an abort during a call that fails whole stops the second try', async () => {
    const abort = new AbortController();
    answerInstead(queue.client, () => {
      queue.calls.push('asked');
      abort.abort();
      throw new Error('InvalidMessageContents');
    });

    const unsent = await send(messages(['first', 'second']), abort.signal);

    expect(unsent).toEqual(new Set(['key-1', 'key-2']));
    expect(queue.calls).toEqual(['asked']);
    expect(queue.errors).toHaveLength(1);
  });
});

describe('what is reported', () => {
  test('the code of a refused message is reported, and nothing of its content', async () => {
    await send(messages(['secret \u0000']));

    expect(queue.errors).toEqual([expect.objectContaining({ code: 'InvalidMessageContents' })]);
    expect(String(queue.errors)).not.toContain('secret');
  });

  test('the error of a call that fails as a whole is reported', async () => {
    queue = { ...queue, queueUrl: `${queue.queueUrl}-gone` };

    await send(messages(['first']));

    expect(queue.errors).toEqual([expect.objectContaining({ name: 'QueueDoesNotExist' })]);
  });

  test('messages that are sent report nothing', async () => {
    await send(messages(['first', 'second']));

    expect(queue.errors).toEqual([]);
  });
});

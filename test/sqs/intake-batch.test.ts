import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Context, SQSRecord } from 'aws-lambda';
import { receiptsOf } from '../../local/emulators/event-source-mapping/receipts.ts';
import { createIntakeFiles } from '../../src/aws/intake-files.ts';
import { confirmInFlightBy } from '../../src/runtime/confirm-in-flight.ts';
import { createIntake } from '../../src/sqs/intake-batch.ts';
import { createMemoryTable } from '../proof/in-memory/memory-table.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';
import { createIntakeHarness } from '../support/intake/intake-harness.ts';
import { shippedSources } from '../support/sources/source-files.ts';

const SOURCES = shippedSources();
const REGION = 'eu-west-1';
const NOWHERE = 'http://127.0.0.1:1/1/intake';
const ARNS = { messages: 'arn:of:intake', files: 'arn:of:intake-files' } as const;
const REPORT = readFileSync('events/sources/bamboohr/report.csv', 'utf8');
const PERSON = readFileSync('events/sources/scim/user.json', 'utf8');
const NOW_MS = Date.parse('2026-03-02T08:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const CONTEXT = { getRemainingTimeInMillis: () => 300_000 } as Context;
const environment = { ...process.env };

type Queue = keyof typeof ARNS;

let server: LocalSqs;
let sqs: SQSClient;
let urls: Record<Queue, string>;
beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  server = await startSqs();
  sqs = server.connect();
});
beforeEach(async () => {
  const messages = await server.createQueue(randomUUID());
  urls = { messages, files: await server.createQueue(randomUUID()) };
});
afterAll(async () => {
  process.env = { ...environment };
  await server.stop();
});

async function receiptOf(queue: Queue): Promise<string> {
  const [receipt = ''] = await receiptsOf(sqs, urls[queue], 1);
  return receipt;
}

interface Words {
  readonly queue?: Queue;
  readonly body?: string;
  readonly sentAtMs?: number | string;
  readonly sentAt?: string;
  readonly receives?: number;
}

/** A record as the event source mapping, or anyone else, would write it. */
function record(
  receiptHandle: string,
  { queue = 'messages', body = REPORT, sentAtMs = NOW_MS, sentAt, receives = 1 }: Words = {},
): SQSRecord {
  return {
    messageId: randomUUID(),
    receiptHandle,
    body,
    attributes: {
      SentTimestamp: String(sentAtMs),
      ApproximateReceiveCount: String(receives),
      ApproximateFirstReceiveTimestamp: String(sentAtMs),
      SenderId: 'AROAEXAMPLE:ann@example.com',
    },
    messageAttributes: {
      ...(sentAt !== undefined && { sentAt: { dataType: 'String', stringValue: sentAt } }),
    },
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: ARNS[queue],
    awsRegion: REGION,
  };
}

/** A notification that S3 would send of a report that was put into the bucket. */
function notification(eventTime: string): string {
  const object = { key: 'bamboohr/report.csv', versionId: 'v1', size: REPORT.length };
  const userIdentity = { principalId: 'AWS:AROADELIVERY:ann@example.com' };
  const s3 = { bucket: { name: 'hr' }, object };
  return JSON.stringify({ Records: [{ eventTime, userIdentity, s3 }] });
}

/** One invocation of the intake, and all that came of it. */
async function invoke(records: readonly SQSRecord[], { isSilent = false, isKeyGone = false } = {}) {
  const { deps, ...harness } = createIntakeHarness(SOURCES);
  const metrics: Record<string, number> = {};
  const log: { line: string; facts: object }[] = [];
  const note = (line: string, facts: object) => void log.push({ line, facts });
  const confirmOf = (queue: Queue) => {
    const queueUrl = isSilent ? NOWHERE : urls[queue];
    return confirmInFlightBy({ queueUrl, visibilitySeconds: 1_800 }, REGION);
  };
  const nothing = { setAll: async () => new Set<string>() };
  const intake = createIntake({
    ...deps,
    clock: { now: () => NOW_MS },
    digests: isKeyGone ? () => Promise.reject(new Error('gone')) : async () => deps.digests,
    queues: ARNS,
    confirmInFlight: { messages: confirmOf('messages'), files: confirmOf('files') },
    visibility: { messages: nothing, files: nothing },
    bucketName: 'hr',
    files: createIntakeFiles({ client: createMemoryTable().client, tableName: 'intake' }),
    bucket: {
      async *open() {
        yield Buffer.from(REPORT);
      },
    },
    log: { info: note, warn: note, error: note },
    metrics: {
      add(name, value) {
        metrics[name] = (metrics[name] ?? 0) + value;
      },
      flush: () => undefined,
    },
  });
  const { batchItemFailures } = await intake({ Records: [...records] }, CONTEXT);
  const returned = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { ...harness, returned, metrics, log };
}

const NOTHING = { sent: [], rejected: [], events: [] };
const files = { queue: 'files', body: notification('2026-03-02T08:00:00Z') } as const;

test.each<[string, Words]>([
  ['the queue of records', {}],
  ['the queue of files', files],
])('a record in flight of %s is taken', async (_, words) => {
  const receipt = await receiptOf(words.queue ?? 'messages');
  const { returned, sent } = await invoke([record(receipt, words)]);

  expect(returned).toEqual([]);
  expect(sent).toHaveLength(2);
});

test('a record that comes again and again is taken after the others, which it may keep from being taken', async () => {
  const [one = '', other = ''] = await receiptsOf(sqs, urls.messages, 2);
  const again = record(one, { receives: 30 });
  const first = record(other, { body: PERSON });
  const { sent } = await invoke([again, first]);

  const order = [first, again, again].map(({ messageId }) => messageId);
  expect(sent.map(({ takenFrom }) => takenFrom)).toEqual(order);
});

test('an event with a record of another source fails as a whole', async () => {
  const genuine = record(await receiptOf('messages'));
  const other = { ...record('made up'), eventSourceARN: 'arn:of:another' };

  await expect(invoke([genuine, other])).rejects.toThrow(
    'does not come from a queue of the intake',
  );
});

describe('a record that is not in flight', () => {
  const madeUp = async () => 'made up';
  const cases: readonly [string, Words, () => Promise<string>][] = [
    ['with a made-up receipt', {}, madeUp],
    ['with a made-up receipt, of the queue of files', files, madeUp],
    ['with a receipt of the other queue', {}, () => receiptOf('files')],
    [
      'of a message that was deleted',
      {},
      async () => {
        const ReceiptHandle = await receiptOf('messages');
        await sqs.send(new DeleteMessageCommand({ QueueUrl: urls.messages, ReceiptHandle }));
        return ReceiptHandle;
      },
    ],
    ['that cannot be read', { body: '{"a": 1}' }, madeUp],
  ];
  test.each(cases)('%s does nothing, and is returned and counted', async (_, words, receipt) => {
    const forged = record(await receipt(), words);
    const { returned, metrics, ...rest } = await invoke([forged]);

    expect(returned).toEqual([forged.messageId]);
    expect(metrics).toEqual({ IntakeNotInFlight: 1 });
    expect(rest).toMatchObject(NOTHING);
  });

  test('with a receipt of the queue of records is no notification of a file', async () => {
    const forged = record(await receiptOf('messages'), files);
    const { returned, ...rest } = await invoke([forged]);

    expect(returned).toEqual([forged.messageId]);
    expect(rest).toMatchObject(NOTHING);
  });

  test('does not keep the records beside it from being taken', async () => {
    const forged = record('made up', { body: '{"a": 1}' });
    const genuine = record(await receiptOf('messages'), { body: PERSON });
    const { returned, sent, rejected } = await invoke([forged, genuine]);

    expect(returned).toEqual([forged.messageId]);
    expect(sent).toHaveLength(1);
    expect(rejected).toEqual([]);
  });

  test('is logged without a word of it', async () => {
    const forged = { ...record('made up'), messageId: 'ada@example.com' };
    const { log } = await invoke([forged]);

    expect(log).toEqual([
      {
        line: "not in flight: the intake's queues did not deliver these records, or took them back",
        facts: { records: 1, messageIds: [] },
      },
    ]);
  });
});

describe('a record that the queue does not confirm', () => {
  test('is retried, unread, and counted without the age that it says it has', async () => {
    const one = record(await receiptOf('messages'), { sentAtMs: 0 });
    const { returned, metrics, log: _, ...rest } = await invoke([one], { isSilent: true });

    expect(returned).toEqual([one.messageId]);
    expect(metrics).toEqual({ IntakeFailures: 1 });
    expect(rest).toMatchObject(NOTHING);
  });

  test('is logged, with its siblings in one line, without the words of its event', async () => {
    const genuine = record(await receiptOf('messages'));
    const forged = { ...record('made up'), messageId: 'ada@example.com' };
    const { log } = await invoke([forged, genuine], { isSilent: true });

    expect(log).toEqual([
      {
        line: "not confirmed: the intake's queues did not say whether these records are in flight",
        facts: {
          records: 2,
          messageIds: [genuine.messageId],
          error: expect.objectContaining({ name: expect.any(String) }),
        },
      },
    ]);
  });
});

test('a message that cannot be taken is logged with its sender', async () => {
  const one = record(await receiptOf('messages'));
  const { returned, log } = await invoke([one], { isKeyGone: true });

  expect(returned).toEqual([one.messageId]);
  expect(log).toMatchObject([{ line: 'retry later', facts: { senderId: 'AROAEXAMPLE' } }]);
});

test('a message that is confirmed stays in flight', async () => {
  await invoke([record(await receiptOf('messages'))]);

  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: urls.messages }));
  expect(Messages).toEqual([]);
});

describe('the time of a record', () => {
  const askedAt = async (words: Words) => {
    const { sent } = await invoke([record(await receiptOf(words.queue ?? 'messages'), words)]);
    return new Set(sent.map(({ askedAtMs }) => askedAtMs - NOW_MS));
  };
  const iso = (ms: number) => new Date(NOW_MS + ms).toISOString();

  test.each([
    ['is when it was sent', -HOUR_MS, -HOUR_MS],
    ['stays as SQS gives it, where clocks differ a little', MINUTE_MS, MINUTE_MS],
  ])('%s', async (_, sent, asked) => {
    expect(await askedAt({ sentAtMs: NOW_MS + sent })).toEqual(new Set([asked]));
  });

  test('is now, where it is later than clocks differ', async () => {
    expect(await askedAt({ sentAtMs: NOW_MS + HOUR_MS })).toEqual(new Set([0]));
  });

  test.each(['soon', '1.5'])('is now, where SQS never writes one such as %s', async (sentAtMs) => {
    expect(await askedAt({ sentAtMs })).toEqual(new Set([0]));
  });

  test.each([
    ['is when its original was sent', -2 * HOUR_MS, -2 * HOUR_MS],
    ['is when it was sent, where its original would be later', HOUR_MS, -HOUR_MS],
  ])('%s', async (_, original, asked) => {
    const words = { sentAtMs: NOW_MS - HOUR_MS, sentAt: iso(original) };
    expect(await askedAt(words)).toEqual(new Set([asked]));
  });

  test.each([
    ['of a copy', { sentAtMs: NOW_MS + 2 * HOUR_MS, sentAt: iso(HOUR_MS) }],
    [
      'of a file',
      { queue: 'files', body: notification(iso(HOUR_MS)), sentAtMs: NOW_MS + 2 * HOUR_MS },
    ],
  ] as const)('%s is now, where both times are later than clocks differ', async (_, words) => {
    expect(await askedAt(words)).toEqual(new Set([0]));
  });
});

describe('who sent a record', () => {
  test('is logged with its message, without the name of a session, and its hires lead to the message', async () => {
    const one = record(await receiptOf('messages'));
    const { log, sent } = await invoke([one]);
    const { messageId } = one;

    expect(log).toEqual([{ line: 'message taken', facts: { messageId, senderId: 'AROAEXAMPLE' } }]);
    expect(sent.map(({ takenFrom }) => takenFrom)).toEqual([messageId, messageId]);
  });

  test('is logged with its file, by S3, and its hires lead to the file', async () => {
    const { log, sent } = await invoke([record(await receiptOf('files'), files)]);
    const [{ facts = {} } = {}] = log;

    expect(log).toMatchObject([{ line: 'file done', facts: { senderId: 'AROADELIVERY' } }]);
    expect(sent.map(({ takenFrom }) => takenFrom)).toEqual(
      Array.from({ length: 2 }, () => Object(facts).file),
    );
  });
});

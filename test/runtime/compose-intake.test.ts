import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Context, SQSRecord } from 'aws-lambda';
import { recordOf } from '../../local/emulators/event-source-mapping/record.ts';
import { localCredentials } from '../../local/emulators/lambda/environment.ts';
import { composeIntake } from '../../src/runtime/compose-intake.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

const MINUTE_MS = 60_000;
/** Before an invocation's end, no more records are begun. */
const PAUSE_BEFORE_END_MS = 30_000;

type Queue = 'IntakeQueue' | 'IntakeFilesQueue';

let service: OperatedStack;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  service = await startOperatedStack({ consume: false });
  const { properties } = service.stack.resources.get('IntakeLambdaFunction') ?? {};
  settings = Object(properties)['Environment'].Variables;
  Object.assign(process.env, service.stack.environment, {
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
});
afterAll(() => service.stop());

const queueUrlOf = (queue: Queue) => service.operated.outputs[`${queue}Url`];
const arnOf = (queue: Queue) => service.stack.resources.get(queue)?.attributes['Arn'] ?? '';

async function receive(queue: Queue): Promise<readonly SQSRecord[]> {
  const received: Message[] = [];
  for (;;) {
    const { Messages = [] } = await service.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrlOf(queue),
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
        VisibilityTimeout: 600,
        WaitTimeSeconds: 0,
      }),
    );
    if (Messages.length === 0) return received.map((message) => recordOf(message, arnOf(queue)));
    received.push(...Messages);
  }
}

async function send(
  body: string,
  attributes: Readonly<Record<string, string>> = {},
  queue: Queue = 'IntakeQueue',
) {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [
      name,
      { DataType: 'String', StringValue },
    ]),
  );
  const QueueUrl = queueUrlOf(queue);
  await service.sqs.send(
    new SendMessageCommand({ QueueUrl, MessageBody: body, MessageAttributes }),
  );
}

/** One invocation of a new instance. @returns the ids of the messages that stay in their queue */
async function invoke(
  Records: readonly SQSRecord[],
  { remainingMs = 15 * MINUTE_MS, env = {} } = {},
): Promise<readonly string[]> {
  const { takeBatch } = composeIntake({ ...settings, ...process.env, ...env });
  const context = { getRemainingTimeInMillis: () => remainingMs } as Context;
  const { batchItemFailures } = await takeBatch({ Records: [...Records] }, context);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

async function items(TableName: string | undefined) {
  const { Items = [] } = await service.operated.clients.dynamoDb.send(
    new ScanCommand({ TableName }),
  );
  return Items;
}

describe('a message that cannot be taken', () => {
  test('is set aside, whatever is in it, and does not fail the others', async () => {
    const before = (await service.rejected()).length;
    const bodies = [
      '{',
      '[]',
      '[[[',
      '"x"',
      'null',
      '{"specversion":1}',
      '{"Type":"Notification"}',
    ];
    for (const body of [...bodies, '['.repeat(100_000)]) await send(body);
    await send('{"employees":[]}', { source: 'no such source', sentAt: 'no time' });
    const records = await receive('IntakeQueue');

    expect(await invoke(records)).toEqual([]);
    expect((await service.rejected()).length).toBe(before + records.length);
  });

  test('is set aside where it is no notification of the bucket', async () => {
    const before = (await service.rejected()).length;
    await send('{"Records":[{"s3":{"bucket":{"name":"another"}}}]}', {}, 'IntakeFilesQueue');

    expect(await invoke(await receive('IntakeFilesQueue'))).toEqual([]);
    expect((await service.rejected()).length).toBe(before + 1);
  });

  test('stays in its queue where a call fails, and the invocation does not', async () => {
    await send('{"employees":[{"id":"1","workEmail":"ada@example.com"}]}', { source: 'bamboohr' });
    const records = await receive('IntakeQueue');

    const left = await invoke(records, { env: { INTAKE_TABLE_NAME: 'no-such-table' } });

    expect(left).toEqual(records.map(({ messageId }) => messageId));
  });
});

describe('a file that an invocation has no time for', () => {
  const rows = Array.from({ length: 90_000 }, (_, id) => `${id};p${id}@example.com;Ada;Okafor`);
  const report = ['Employee #;Work Email;First Name;Last Name', ...rows].join('\n');

  /** @returns the key of the object */
  async function put(): Promise<string> {
    const object = {
      Bucket: settings['INTAKE_BUCKET_NAME'],
      Key: `bamboohr/${crypto.randomUUID()}`,
    };
    await service.operated.clients.s3.send(new PutObjectCommand({ ...object, Body: report }));
    return object.Key;
  }

  /** Invokes with a little more time each time, until one invocation has time to begin the file, but not to end it. */
  async function advance(done: () => Promise<number>): Promise<number> {
    const before = await done();
    for (let workMs = 50; ; workMs *= 2) {
      const records = await receive('IntakeFilesQueue');
      if (records.length === 0) throw new Error('The file should still be under way.');
      await invoke(records, { remainingMs: PAUSE_BEFORE_END_MS + workMs });
      const after = await done();
      if (after > before) return after;
    }
  }

  test.each([
    ['has no time left at its begin', PAUSE_BEFORE_END_MS - 1000],
    ['is over before its end', PAUSE_BEFORE_END_MS + 200],
  ])('comes again at once, where the time %s', async (_, remainingMs) => {
    await put();
    const records = await receive('IntakeFilesQueue');

    const left = await invoke(records, { remainingMs });

    expect(left).toEqual(records.map(({ messageId }) => messageId));
    expect(await receive('IntakeFilesQueue')).toHaveLength(1);
  });

  test('is continued where it was left, by the next invocation', async () => {
    const key = await put();
    const progress = async () => {
      const files = await items(settings['INTAKE_TABLE_NAME']);
      return files.find(({ objectKey }) => objectKey?.S === key);
    };
    const done = async () => Number((await progress())?.['done']?.N ?? 0);

    const first = await advance(done);
    const second = await advance(done);

    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
    expect(await progress()).toMatchObject({ state: { S: 'counting' } });
  });
});

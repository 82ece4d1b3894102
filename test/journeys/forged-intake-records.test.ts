import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { receiptsOf } from '../../local/emulators/event-source-mapping/receipts.ts';
import { localCredentials } from '../../local/emulators/lambda/environment.ts';
import { scanAll } from '../support/aws/scan-all.ts';
import { type PackagedStack, startPackagedStack } from '../support/stack/packaged-stack.ts';
import { until } from '../support/time/until.ts';

const REPORT = readFileSync('events/sources/bamboohr/report.csv', 'utf8');
const UNREADABLE = '{"a": 1}';

let service: PackagedStack;
let dynamoDb: DynamoDBClient;
beforeAll(async () => {
  service = await startPackagedStack({ consume: false });
  const { endpoints, identity } = service.stack;
  dynamoDb = new DynamoDBClient({
    endpoint: endpoints.dynamodb,
    region: identity.region,
    credentials: localCredentials,
  });
});
afterAll(async () => {
  dynamoDb.destroy();
  await service.stop();
});

type Queue = 'IntakeQueue' | 'IntakeFilesQueue';

/** A record as the event source mapping would write it, with any receipt. */
function record(queue: Queue, receiptHandle: string, body: string): SQSRecord {
  const eventSourceARN = String(service.stack.resources.get(queue)?.attributes['Arn']);
  const nowMs = String(Date.now());
  return {
    messageId: randomUUID(),
    receiptHandle,
    body,
    attributes: {
      SentTimestamp: nowMs,
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: nowMs,
      SenderId: 'hr',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: service.stack.identity.region,
  };
}

/** A direct invocation; returns the ids that intake gives back. */
async function invoke(...Records: readonly SQSRecord[]): Promise<unknown> {
  const { functions, outputs } = service.stack;
  const result = await functions.invoke(outputs.IntakeFunctionName ?? '', { Records });
  if (result.kind === 'failed') throw new Error(result.error.errorType);
  return result.payload;
}

const given = (...records: readonly SQSRecord[]) => ({
  batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});
const newHires = async () => {
  const QueueUrl = service.stack.outputs.NewHireQueueUrl;
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
  return Number((await service.sqs.send(command)).Attributes?.['ApproximateNumberOfMessages']);
};

/** All that a record could leave behind. */
const traces = async () => ({
  newHires: await newHires(),
  rejected: (await service.rejected()).length,
  events: (await service.events()).length,
  items: (await scanAll(dynamoDb, service.stack.outputs.IntakeTableName ?? '')).length,
});

/** The notification of a file that is not in the bucket: S3 would send it before the file was deleted. */
function notification(): string {
  const bucket = { name: service.stack.outputs.IntakeBucketName };
  const object = { key: 'bamboohr/report.csv', versionId: 'v1', size: 10 };
  return JSON.stringify({
    Records: [{ eventTime: new Date().toISOString(), s3: { bucket, object } }],
  });
}

test.each([
  ['records', () => record('IntakeQueue', 'made up', REPORT)],
  ['a message that cannot be read', () => record('IntakeQueue', 'made up', UNREADABLE)],
  ['a notification of a file', () => record('IntakeFilesQueue', 'made up', notification())],
  ['no notification', () => record('IntakeFilesQueue', 'made up', UNREADABLE)],
])(
  '%s with a made-up receipt: nothing is sent, rejected, marked or published',
  async (_, forge) => {
    const before = await traces();
    const forged = forge();

    expect(await invoke(forged)).toEqual(given(forged));
    expect(await traces()).toEqual(before);
  },
);

test('records with the receipt of a message in flight are taken, and a forged one beside them is not', async () => {
  const before = await traces();
  const url = service.stack.outputs.IntakeQueueUrl ?? '';
  const [receipt = ''] = await receiptsOf(service.sqs, url, 1);
  const forged = record('IntakeQueue', 'made up', UNREADABLE);

  expect(await invoke(forged, record('IntakeQueue', receipt, REPORT))).toEqual(given(forged));
  expect(await traces()).toEqual({
    newHires: before.newHires + 2,
    rejected: before.rejected + 1,
    events: before.events + 1,
    items: before.items + 3,
  });
});

test('intake logs and counts a forged record, without a word of it', async () => {
  const from = service.log.length;
  await invoke({ ...record('IntakeQueue', 'made up', REPORT), messageId: 'forged@example.com' });

  const lines = await until(
    () => service.log.slice(from),
    (written) => written.some((line) => line.includes('"IntakeNotInFlight":1')),
  );

  expect(lines.filter((line) => line.includes('"level":"ERROR"'))).toEqual([
    expect.stringContaining('not in flight'),
  ]);
  expect(lines.filter((line) => line.includes('forged@'))).toEqual([]);
});

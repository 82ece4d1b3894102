import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { itemOfFile } from '../../src/aws/intake-items.ts';
import { type FileProgress, NO_COUNTS } from '../../src/intake/file-progress.ts';
import { examineStack } from '../../src/operator/doctor/examine-stack.ts';
import { findFiles } from '../../src/operator/intake/find-files.ts';
import { findMissed } from '../../src/operator/intake/find-missed.ts';
import { createClients } from '../../src/operator/stack/clients.ts';
import { answerInstead } from '../support/aws/client-middleware.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const { signal } = new AbortController();

let service: OperatedStack;
beforeAll(async () => {
  service = await startOperatedStack({ consume: false });
});
afterAll(() => service.stop());

/** Each test has a folder of its own: what others put stays. */
let folder = '';
beforeEach(() => {
  folder = `bamboohr/${crypto.randomUUID()}`;
});

async function put(name: string, Body: string): Promise<string> {
  const { clients, outputs } = service.operated;
  const object = { Bucket: outputs.IntakeBucketName, Key: `${folder}/${name}` };
  const content = { Body, ContentLength: Buffer.byteLength(Body) };
  const { VersionId = '' } = await clients.s3.send(new PutObjectCommand({ ...object, ...content }));
  return VersionId;
}

/** As if the intake had begun the file. */
async function begin(name: string, versionId: string): Promise<void> {
  const file: FileProgress = {
    key: `file#${versionId}`,
    source: 'bamboohr',
    objectKey: `${folder}/${name}`,
    versionId,
    size: 1,
    state: 'done',
    end: 'sent',
    done: 1,
    counts: NO_COUNTS,
    askedAtMs: Date.now(),
    startedAtMs: Date.now(),
    updatedAtMs: Date.now(),
  };
  const { clients, outputs } = service.operated;
  await clients.dynamoDb.send(
    new PutItemCommand({ TableName: outputs.IntakeTableName, Item: { ...itemOfFile(file) } }),
  );
}

async function missedAfter(ms: number, { pageSize = 1000, maxPages = 20 } = {}) {
  const clients = createClients({ environment: service.environment });
  answerInstead(clients.s3, (input) => void Object.assign(input, { MaxKeys: pageSize }));
  const stack = { ...service.operated, clients };
  const filesOf = async () => (await findFiles(stack, { signal })).files;
  const found = await findMissed(stack, filesOf, { nowMs: Date.now() + ms, signal, maxPages });
  clients.destroy();
  const mine = found.missed.filter(({ objectKey }) => objectKey.startsWith(folder));
  return { ...found, missed: mine.map(({ versionId }) => versionId) };
}

describe('an object of the bucket', () => {
  test('is missed if the intake does not know it an hour after it was put', async () => {
    const versionId = await put('report.csv', 'x');

    expect((await missedAfter(HOUR_MS + 1000)).missed).toEqual([versionId]);
  });

  test('is not missed before, as its notification may be on its way', async () => {
    await put('report.csv', 'x');

    expect((await missedAfter(HOUR_MS - 60_000)).missed).toEqual([]);
  });

  test('is not missed if the intake knows this version of it', async () => {
    const name = 'Oslo & Bergen (März)+1.csv';
    await begin(name, await put(name, 'x'));
    const second = await put(name, 'another');

    expect((await missedAfter(2 * HOUR_MS)).missed).toEqual([second]);
  });

  test('is missed no more once the same was put again, and the intake knows that', async () => {
    await put('report.csv', 'same');
    await begin('report.csv', await put('report.csv', 'same'));

    expect((await missedAfter(2 * HOUR_MS)).missed).toEqual([]);
  });

  test('is missed though the intake knows what was there before, or under another name', async () => {
    await begin('report.csv', await put('report.csv', 'same'));
    await begin('other.csv', await put('other.csv', 'new'));
    const versionId = await put('report.csv', 'new');

    expect((await missedAfter(2 * HOUR_MS)).missed).toEqual([versionId]);
  });

  test('is not missed where it only stands for a folder', async () => {
    await put('', '');

    expect((await missedAfter(2 * HOUR_MS)).missed).toEqual([]);
  });

  test('is not missed after its days, when the table may have forgotten it', async () => {
    await put('report.csv', 'x');

    expect((await missedAfter(31 * DAY_MS)).missed).toEqual([]);
  });

  test('is found on whichever page of the bucket it is', async () => {
    const first = await put('a.csv', 'one');
    const second = await put('a.csv', 'two');
    const third = await put('new hires (März)+1.csv', 'three');

    const { missed, isCutOff } = await missedAfter(2 * HOUR_MS, { pageSize: 1, maxPages: 1000 });

    expect(missed).toEqual([first, second, third]);
    expect(isCutOff).toBe(false);
  });

  test('is not found beyond the pages that are read, which is said', async () => {
    await put('a.csv', 'one');
    await put('b.csv', 'two');

    expect(await missedAfter(2 * HOUR_MS, { pageSize: 1, maxPages: 1 })).toMatchObject({
      checked: 1,
      isCutOff: true,
    });
  });
});

describe('joiner doctor', () => {
  const found = async (laterMs: number) => {
    const findings = await examineStack(service.operated, { nowMs: Date.now() + laterMs, signal });
    return findings.find(({ check }) => check === 'intake-missed');
  };

  test('has no problem with objects whose notifications wait', async () => {
    await put('report.csv', 'x');

    expect(await found(2 * HOUR_MS)).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(/^\d+ not begun, and \d+ notifications wait$/),
    });
  });

  test('finds those of which no notification waits, and prints no name', async () => {
    const QueueUrl = service.operated.outputs.IntakeFilesQueueUrl;
    await put('report.csv', 'x');
    await service.sqs.send(new PurgeQueueCommand({ QueueUrl }));

    const finding = await found(3 * HOUR_MS);

    expect(finding).toMatchObject({
      state: 'problem',
      found: expect.stringMatching(
        /^\d+ not known to the intake, the first for 3 h, of \d+ versions of objects$/,
      ),
      remedy: expect.stringContaining('joiner intake list --missed'),
    });
    expect(JSON.stringify(finding)).not.toContain('report.csv');
  });

  test('has no problem with objects that were put within the hour', async () => {
    expect(await found(0)).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(/^none of \d+ versions of objects$/),
    });
  });
});

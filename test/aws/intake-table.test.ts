import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startDynamoDb } from '../../local/emulators/dynamodb.ts';
import { createIntakeFiles } from '../../src/aws/intake-files.ts';
import { fileOfItem } from '../../src/aws/intake-items.ts';
import { createIntakeMarks } from '../../src/aws/intake-marks.ts';
import { type IntakeFile, NO_COUNTS } from '../../src/intake/file-progress.ts';
import type { Mark } from '../../src/intake/ports.ts';
import { createTable } from '../support/aws/create-table.ts';

const NOW = Date.parse('2026-03-02T08:00:00Z');
const { signal } = new AbortController();
const FILE: IntakeFile = {
  key: 'file#1',
  source: 'bamboohr',
  objectKey: 'bamboohr/people.csv',
  versionId: 'v1',
  size: 10,
  askedAtMs: NOW - 1_000,
};
const MARK: Mark = { key: 'mark#1', content: 'a', askedAtMs: NOW, sentForMs: NOW };

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBClient;
let tables = 0;
let table: { client: DynamoDBClient; tableName: string };
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new DynamoDBClient({ endpoint: dynamoDb.endpoint, region: 'eu-west-1', credentials });
});
beforeEach(async () => {
  tables += 1;
  table = { client, tableName: `intake-${tables}` };
  await createTable(client, table.tableName);
});
afterAll(async () => {
  client.destroy();
  await dynamoDb.stop();
});

describe('the files of the table', () => {
  const beginAndAdvance = async (done: number) => {
    const files = createIntakeFiles(table);
    const begun = await files.begin(FILE, NOW, signal);
    const counts = { ...NO_COUNTS, new: done };
    await files.advance('counting', { ...begun, done, counts }, NOW + 1, signal);
    return { files, begun };
  };

  test('a new version of an object begins to be counted', async () => {
    expect(await createIntakeFiles(table).begin(FILE, NOW, signal)).toEqual({
      ...FILE,
      state: 'counting',
      done: 0,
      counts: NO_COUNTS,
      startedAtMs: NOW,
      updatedAtMs: NOW,
    });
  });

  test('a file that is there goes on from what is stored of it', async () => {
    const { files } = await beginAndAdvance(1_000);

    expect(await files.begin(FILE, NOW + 2, signal)).toMatchObject({
      done: 1_000,
      counts: { new: 1_000 },
      startedAtMs: NOW,
      updatedAtMs: NOW + 1,
    });
  });

  test('a file is never set back to fewer records', async () => {
    const { files, begun } = await beginAndAdvance(2_000);

    expect(await files.advance('counting', { ...begun, done: 1_000 }, NOW, signal)).toMatchObject({
      done: 2_000,
    });
  });

  test('a delivery that saves as many records as another one goes on from what that one has saved', async () => {
    const { files, begun } = await beginAndAdvance(1_000);

    expect(await files.advance('counting', { ...begun, done: 1_000 }, NOW, signal)).toMatchObject({
      counts: { new: 1_000 },
    });
  });

  test('a file that has left a state is not taken out of its new one', async () => {
    const { files, begun } = await beginAndAdvance(1);
    await files.advance('counting', { ...begun, state: 'waiting' }, NOW, signal);

    expect(
      await files.advance('counting', { ...begun, state: 'sending' }, NOW, signal),
    ).toMatchObject({ state: 'waiting' });
  });

  test('an item without a state is refused, with its attribute', () => {
    expect(() => fileOfItem({ pk: { S: 'file#1' } })).toThrow('no valid "state"');
  });
});

describe('the marks of the table', () => {
  test('marks that are not there are left out', async () => {
    const marks = createIntakeMarks(table);
    await marks.write([{ mark: MARK }], NOW, signal);

    expect(await marks.read([MARK.key, 'mark#2'], signal)).toEqual(new Map([[MARK.key, MARK]]));
  });

  test('more marks than one call reads are read', async () => {
    const marks = createIntakeMarks(table);
    const many = Array.from({ length: 150 }, (_, index) => ({ ...MARK, key: `mark#${index}` }));
    await marks.write(
      many.map((mark) => ({ mark })),
      NOW,
      signal,
    );
    const read = await marks.read(
      many.map(({ key }) => key),
      signal,
    );

    expect(read.size).toBe(150);
  });

  test('a mark of a person is read with the place of its record', async () => {
    const marks = createIntakeMarks(table);
    const mark = { ...MARK, place: { record: 2, line: 3, address: 'c' } };
    await marks.write([{ mark }], NOW, signal);

    expect((await marks.read([MARK.key], signal)).get(MARK.key)).toEqual(mark);
  });

  test('a mark that was asked for later stays', async () => {
    const marks = createIntakeMarks(table);
    await marks.write([{ mark: MARK }], NOW, signal);
    const older = { ...MARK, content: 'b', askedAtMs: NOW - 1 };

    expect(await marks.write([{ mark: older }], NOW, signal)).toEqual(new Set([MARK.key]));
    expect((await marks.read([MARK.key], signal)).get(MARK.key)).toEqual(MARK);
  });

  test('a mark with a time that has not come is replaced', async () => {
    const marks = createIntakeMarks(table);
    const askedAtMs = NOW + 15 * 60_000 + 1;
    await marks.write([{ mark: { ...MARK, askedAtMs } }], NOW, signal);
    const refused = await marks.write([{ mark: { ...MARK, content: 'b' } }], NOW, signal);

    expect([...refused]).toEqual([]);
    expect((await marks.read([MARK.key], signal)).get(MARK.key)).toMatchObject({ content: 'b' });
  });

  test('a mark that another file has replaced is not refreshed', async () => {
    const marks = createIntakeMarks(table);
    await marks.write([{ mark: { ...MARK, content: 'b' } }], NOW, signal);
    const refreshed = { mark: { ...MARK, askedAtMs: NOW + 1 }, over: 'a' };

    expect(await marks.write([refreshed], NOW, signal)).toEqual(new Set([MARK.key]));
  });
});

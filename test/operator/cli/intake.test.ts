import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { itemOfFile } from '../../../src/aws/intake-items.ts';
import { type FileProgress, NO_COUNTS } from '../../../src/intake/file-progress.ts';
import { type CliSession, ENTER, startCliSession } from '../../support/operator/cli-session.ts';

let session: CliSession;
let TableName: string;
let QueueUrl: string;

beforeAll(async () => {
  session = await startCliSession({ consume: false });
  const { IntakeTableName = '', IntakeFilesQueueUrl = '' } = session.operated.outputs;
  [TableName, QueueUrl] = [IntakeTableName, IntakeFilesQueueUrl];
});

afterAll(() => session.stop());

const ID = `3f9c0a1b${'0'.repeat(56)}`;
const waiting: FileProgress = {
  key: `file#${ID}`,
  source: 'bamboohr',
  objectKey: 'bamboohr/Oslo & Bergen 1.csv',
  versionId: 'v-1',
  size: 4096,
  state: 'waiting',
  done: 805,
  counts: { ...NO_COUNTS, new: 800, changed: 2, rejected: 3 },
  askedAtMs: Date.parse('2026-11-02T08:00:00Z'),
  startedAtMs: Date.parse('2026-11-02T08:00:01Z'),
  updatedAtMs: Date.parse('2026-11-02T08:00:09Z'),
};

async function put(file: FileProgress): Promise<void> {
  await session.operated.clients.dynamoDb.send(
    new PutItemCommand({ TableName, Item: { ...itemOfFile(file) } }),
  );
}

async function stored() {
  const { Item } = await session.operated.clients.dynamoDb.send(
    new GetItemCommand({ TableName, Key: { pk: { S: waiting.key } } }),
  );
  return Item;
}

/** The bodies and attributes of the queue of files. */
async function notifications() {
  const { Messages = [] } = await session.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MessageAttributeNames: ['All'],
      VisibilityTimeout: 0,
      MaxNumberOfMessages: 10,
    }),
  );
  return Messages;
}

beforeEach(() => put(waiting));

describe('joiner intake list', () => {
  test('shows what the records of each file come to, and that one waits', async () => {
    const { exitCode, shown } = await session.inTerminal('intake', 'list', '--local').ended;

    expect(exitCode).toBe(1);
    expect(shown).toMatch(
      /3f9c0a1b │ 2026-11-02 08:00:00Z │ bamboohr │ Oslo & Bergen 1\.csv │ waits for you │ 800 new, 2 changed, 3 rejected/,
    );
    expect(shown).toContain('\n    joiner intake approve 3f9c0a1b --why TEXT\n');
  });

  test('shows rows that were not read, and a file without a record', async () => {
    const done = { ...waiting, state: 'done', end: 'sent', counts: NO_COUNTS } as const;
    await put({ ...done, done: 0, rowsAboveHeader: 2 });

    const { exitCode, stdout, stderr } = await session.joiner('intake', 'list', '--local');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /done, without a record │ no records, 2 rows above │\n.* │ the header +│\n/,
    );
    expect(stderr).toContain('1 file without a record. Where people are missing, export it again.');
  });

  test('fits a terminal of 80 columns', async () => {
    const { shown } = await session.narrow('intake', 'list', '--local');

    expect(shown.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('lists only the files of a source or a state, in JSON too', async () => {
    const ofSource = await session.json('intake', 'list', '--local', '--source', 'workday');
    const ofState = await session.json('intake', 'list', '--local', '--state', 'waiting');

    expect(ofSource).toEqual({ files: [], broken: [] });
    expect(ofState.files).toMatchObject([{ id: ID, state: 'waiting', counts: { new: 800 } }]);
  });

  test('names an item that cannot be read, and lists the others', async () => {
    const pk = { S: `file#${'f'.repeat(64)}` };
    const { dynamoDb } = session.operated.clients;
    await dynamoDb.send(new PutItemCommand({ TableName, Item: { pk } }));

    const { broken, files } = await session.json('intake', 'list', '--local');

    expect(broken).toEqual([pk.S]);
    expect(files).toHaveLength(1);
  });
});

describe('joiner intake approve', () => {
  test('shows the counts, asks, approves the file, and notifies the intake of it', async () => {
    const run = session.inTerminal('intake', 'approve', '3f9c', '--why', 'first load', '--local');
    await run.untilShown('Send 802 hires, and reject 3 records, as arn:');
    const before = await stored();
    run.type(`y${ENTER}`);
    const { exitCode, shown } = await run.ended;
    const [message] = await notifications();

    expect(before).toMatchObject({ state: { S: 'waiting' } });
    expect(exitCode).toBe(0);
    expect(shown).toContain('800 new, 2 changed, 3 rejected');
    expect(await stored()).toMatchObject({
      state: { S: 'approved' },
      why: { S: 'first load' },
      approvedBy: { S: expect.stringContaining('arn:') },
    });
    expect(message?.MessageAttributes).toMatchObject({
      sentAt: { StringValue: '2026-11-02T08:00:00.000Z' },
    });
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({
      Records: [
        { s3: { object: { key: 'bamboohr/Oslo+%26+Bergen+1.csv', versionId: 'v-1', size: 4096 } } },
      ],
    });
  });

  test('changes nothing where it is not confirmed', async () => {
    const run = session.inTerminal('intake', 'approve', ID, '--why', 'first load', '--local');
    await run.untilShown('Send 802 hires');
    run.type(`n${ENTER}`);

    expect((await run.ended).exitCode).toBe(1);
    expect(await stored()).toMatchObject({ state: { S: 'waiting' } });
  });

  test('notifies the intake again of a file that is approved already', async () => {
    await put({ ...waiting, state: 'approved', approvedBy: 'arn:1', why: 'first load' });
    const before = (await notifications()).length;

    const { approved } = await session.json(
      'intake',
      'approve',
      ID,
      '--why',
      'again',
      '--local',
      '--yes',
    );

    expect(approved).toBe(true);
    expect(await stored()).toMatchObject({ approvedBy: { S: 'arn:1' }, why: { S: 'first load' } });
    expect(await notifications()).toHaveLength(before + 1);
  });

  test.each([
    { ...waiting, state: 'counting' },
    { ...waiting, state: 'done', end: 'sent' },
  ] as const)('refuses a file that does not wait: $state', async (file) => {
    await put(file);

    const { exitCode, stderr } = await session.joiner(
      ...['intake', 'approve', ID, '--why', 'first load', '--local', '--yes'],
    );

    expect(exitCode).toBe(1);
    expect(stderr).toContain('It does not wait');
    expect(await stored()).toMatchObject({ state: { S: file.state } });
  });

  test('reports an id of no file', async () => {
    const { exitCode, stderr } = await session.joiner(
      ...['intake', 'approve', 'nosuch', '--why', 'first load', '--local', '--yes'],
    );

    expect(exitCode).toBe(1);
    expect(stderr).toContain('No file has the id nosuch');
  });
});

describe('joiner history', () => {
  const approve = () =>
    session.joiner('intake', 'approve', ID, '--why', 'first load', '--local', '--yes');

  test.each([ID, '3f9c0a1b', `file#${ID}`])(
    'shows who approved a file, and why, by: %s',
    async (id) => {
      await approve();

      const { entries } = await session.json('history', id, '--local');

      expect(entries.slice(-2)).toMatchObject([
        { from: 'operator', what: 'intake approve', facts: { phase: 'asked', fileId: ID } },
        { what: 'intake approve', facts: { phase: 'done', why: 'first load', fileId: ID } },
      ]);
      expect(entries.at(-1).facts.caller).toContain('arn:');
    },
  );

  test('shows nothing by the id of another file', async () => {
    await approve();

    expect((await session.json('history', '3f9c0a1c', '--local')).entries).toEqual([]);
  });
});

test('joiner doctor finds a file that waits', async () => {
  const { findings } = await session.json('doctor', '--local');

  expect(findings).toContainEqual({
    check: 'intake-files',
    state: 'problem',
    found: expect.stringContaining('1 file waits for an approval'),
    remedy: 'joiner intake list --state waiting',
  });
});

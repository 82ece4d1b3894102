import { readFile } from 'node:fs/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import {
  type FailedSession,
  startFailedSession,
} from '../../../support/operator/failed-session.ts';
import { until } from '../../../support/time/until.ts';

let session: FailedSession;
let s3: S3Client;

beforeAll(async () => {
  session = await startFailedSession({ intake: true });
  s3 = new S3Client({
    region: 'eu-west-1',
    endpoint: session.stack.endpoints.s3,
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});

afterAll(async () => {
  s3.destroy();
  await session.stop();
});

/** Every test starts with empty queues. */
afterEach(() => session.purgeFailed());

/** Sends raw records to the intake, and waits until so many messages have failed. */
async function rejectRecords(body: unknown, count = 1): Promise<void> {
  const { IntakeQueueUrl } = session.operated.outputs;
  const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
  const source = { DataType: 'String', StringValue: 'bamboohr' };
  await session.sqs.send(
    new SendMessageCommand({
      QueueUrl: IntakeQueueUrl,
      MessageBody,
      MessageAttributes: { source },
    }),
  );
  await untilFailed(count);
}

async function putFile(Key: string, Body: string): Promise<void> {
  const { IntakeBucketName: Bucket } = session.operated.outputs;
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
}

const untilFailed = (count: number) =>
  until(
    () => session.list(),
    ({ length }) => length === count,
  );

const report = (...employees: object[]) => ({ employees });
let lastId = 40;
/** Someone else each time: the intake rejects the same record once. */
function newLin() {
  lastId += 1;
  return { id: `${lastId}`, workEmail: 'lin at example.com', firstName: 'Lin', lastName: 'Oh' };
}

test('joiner failed list groups records by source and rule, with their places', async () => {
  await rejectRecords(report(newLin(), newLin()), 2);

  const { stdout, stderr } = await session.joiner('failed', 'list', '--local');

  expect(stdout).toMatch(/unmapped-record: 2 messages\nemailAddress: must be local-part@domain/);
  expect(stdout).toMatch(/bamboohr │ 1, line 1 │ 41 +│ lin at example\.com/);
  expect(stdout).toMatch(/bamboohr │ 2, line 1 │ 42 +│ lin at example\.com/);
  // The function stored them: no note says otherwise.
  expect(stderr).not.toContain('unknown sender');
});

test('joiner failed edit opens the record as HR wrote it, and has the intake make a hire of it', async () => {
  await rejectRecords(report(newLin()));
  await session.editorThat('s/lin at example.com/lin@example.com/');

  const { exitCode, stdout } = await session.joiner(
    ...['failed', 'edit', await session.onlyId(), '--local', '--yes'],
  );
  await until(
    async () => session.stack.directory.users().map(({ emailAddress }) => emailAddress),
    (addresses) => addresses.includes('lin@example.com'),
  );

  expect(exitCode).toBe(0);
  expect(stdout).toContain('│ +   "workEmail": "lin@example.com",');
  expect(stdout).toContain('Sent to the intake.');
  expect(await session.requests()).toEqual([]);
});

test('joiner send gives a record the request id that it has from the intake', async () => {
  const mia = { id: '7', workEmail: 'mia@example.com', firstName: 'Mia', lastName: 'Oh' };
  const file = await session.writeFile('mia.json', JSON.stringify(report(mia)));
  const requestIds = async () =>
    (await session.events())
      .filter(({ data }) => 'emailAddress' in data && data.emailAddress === mia.workEmail)
      .map(({ data }) => Object(data).requestId);
  await putFile('bamboohr/mia.json', JSON.stringify(report(mia)));
  const [byIntake] = await until(requestIds, ({ length }) => length === 1);

  await session.joiner('send', file, '--source', 'bamboohr', '--local', '--yes', '--wait');

  expect(byIntake).toMatch(/^bamboohr:[0-9a-f]{64}$/);
  expect(await requestIds()).toEqual([byIntake, byIntake]);
});

test('joiner failed edit sends no record that its source still cannot map', async () => {
  await rejectRecords(report(newLin()));
  await session.editorThat('s/lin at example.com/lin at example/');

  const { exitCode, stderr } = await session.joiner(
    ...['failed', 'edit', await session.onlyId(), '--local', '--yes'],
  );

  expect(exitCode).toBe(1);
  expect(stderr).toContain('It would be rejected: bamboohr, record 1, line 1: emailAddress');
  expect(await session.requests()).toHaveLength(1);
});

test('joiner failed replay leaves out a record that still cannot be mapped', async () => {
  await rejectRecords(report(newLin()));

  const result = await session.json('failed', 'replay', '--local', '--yes');

  expect(result).toMatchObject({ replayed: 0, refused: 1, left: 1 });
});

test('a record that is replayed and still cannot be mapped is rejected again, and not lost', async () => {
  await rejectRecords(report(newLin()));
  const before = await session.onlyId();

  const result = await session.json('failed', 'replay', '--local', '--all', '--yes');
  await untilFailed(1);

  expect(result).toMatchObject({ replayed: 1, toIntake: 1, left: 0 });
  expect(await session.list()).toMatchObject([{ source: 'bamboohr', isVerified: true }]);
  expect(await session.onlyId()).not.toBe(before);
});

test('a file that could not be read is taken again by a replay of its notification', async () => {
  await putFile('bamboohr/other.csv', 'A,B\n1,2\n');
  await untilFailed(1);
  const [message] = await session.list();

  await session.json('failed', 'replay', message?.id ?? '', '--local', '--yes');
  await untilFailed(1);

  expect(message).toMatchObject({ origin: 'intake-files', isVerified: true });
  expect((await session.list())[0]?.id).not.toBe(message?.id);
});

test('joiner failed edit does not open the notification of a file', async () => {
  await putFile('bamboohr/another.csv', 'A,B\n1,2\n');
  await untilFailed(1);
  await session.editorThat('s/A/B/');

  const { exitCode, stderr } = await session.joiner('failed', 'edit', '--all', '--local', '--yes');

  expect(exitCode).toBe(1);
  expect(stderr).toContain('put a corrected one there');
});

test('joiner failed drop publishes the request id as a claim, and no word of the record', async () => {
  await rejectRecords(report(newLin()));
  const [message] = await session.list();

  const { event } = await session.json(
    ...['failed', 'drop', message?.id ?? '', '--why', 'left', '--local', '--yes'],
  );

  expect(event.data).toMatchObject({
    claimedRequestId: message?.requestId,
    reason: { code: 'unmapped-record' },
  });
  expect(JSON.stringify(event)).not.toContain('lin at');
});

test('joiner failed export writes the records of one source, which joiner send reads', async () => {
  await rejectRecords(report(newLin()));
  const [hires, records] = [`${session.folder}/hires.jsonl`, `${session.folder}/records.jsonl`];

  const without = await session.json('failed', 'export', hires, '--local');
  const ofSource = await session.json(
    'failed',
    'export',
    records,
    '--source',
    'bamboohr',
    '--local',
  );
  const fixed = (await readFile(records, 'utf8')).replace('lin at ', 'lin.oh@');
  const file = await session.writeFile('fixed.jsonl', fixed);
  const { stdout } = await session.joiner(
    ...['send', file, '--source', 'bamboohr', '--local', '--dry-run'],
  );

  expect(without).toMatchObject({ exported: 0, raw: [await session.onlyId()] });
  expect(ofSource).toMatchObject({ exported: 1, raw: [] });
  expect(stdout).toMatch(/lin\.oh@example\.com +│ new/);
});

test('joiner failed list finds a record whose employee id has blanks around it, and its person', async () => {
  const blanks = { id: ' 7001 ', workEmail: ' Mia.Oh@example.com ' };
  await rejectRecords(report({ ...newLin(), ...blanks, firstName: 'https://example.com' }));

  const { messages } = await session.json('failed', 'list', '--employee', '7001', '--local');

  expect(messages).toMatchObject([
    { employeeId: '7001', address: 'Mia.Oh@example.com', personKey: expect.any(String) },
  ]);
});

test('joiner status finds a record that could not be mapped by the employee id in it', async () => {
  const lin = newLin();
  await rejectRecords(report(lin));

  const { people } = await session.json('status', lin.id, '--local');

  expect(people).toMatchObject([{ failed: [{ reason: { code: 'unmapped-record' } }] }]);
});

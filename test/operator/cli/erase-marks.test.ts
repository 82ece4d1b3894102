import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createIntakeMarks } from '../../../src/aws/intake-marks.ts';
import { rejectedMarkKeysOf } from '../../../src/intake/rejected-record.ts';
import { eraseMark } from '../../../src/operator/erase/intake-marks.ts';
import { intakeTableOf } from '../../../src/operator/intake/intake-table.ts';
import { readIntakeDigests } from '../../../src/operator/stack/stack.ts';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';
import { settleRecord } from '../../support/operator/settled-record.ts';
import { until } from '../../support/time/until.ts';

const person = (id: string, name: string, workEmail = `${name}@example.com`) => ({
  ...{ id, workEmail, firstName: name, lastName: 'Oh' },
});

let session: CliSession;
beforeAll(async () => {
  session = await startCliSession({ intake: true });
});
afterAll(() => session.stop());

/** Sends raw records to the intake, and waits until it has taken them and each hire has its end. */
async function takeIn(...employees: readonly object[]): Promise<void> {
  const { IntakeQueueUrl: QueueUrl } = session.operated.outputs;
  const MessageBody = JSON.stringify({ employees });
  const source = { DataType: 'String', StringValue: 'bamboohr' };
  const [before, noted] = [(await session.events()).length, (await marks()).length];
  await session.sqs.send(
    new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes: { source } }),
  );
  await until(
    () => session.events(),
    ({ length }) => length >= before + employees.length,
  );
  await session.untilDone();
  // A mark is written after its hire was sent, which may have its end by then.
  await until(marks, ({ length }) => length >= noted + employees.length);
}

/** As an operator sends it back, which writes no mark. Waits until it is rejected again. */
async function sendBack(employee: object, sentAt: string): Promise<void> {
  const before = (await session.events()).length;
  await session.sqs.send(
    new SendMessageCommand({
      QueueUrl: session.operated.outputs.IntakeQueueUrl,
      MessageBody: JSON.stringify({ employees: [employee] }),
      MessageAttributes: {
        source: { DataType: 'String', StringValue: 'bamboohr' },
        sentAt: { DataType: 'String', StringValue: sentAt },
      },
    }),
  );
  await until(
    () => session.events(),
    ({ length }) => length > before,
  );
}

/** Writes the marks of a record that a file had, which was rejected for each reason. */
async function noteRejection(body: string, askedAtMs: number): Promise<void> {
  const digests = await readIntakeDigests(session.operated);
  const keys = rejectedMarkKeysOf({ source: 'bamboohr', body, askedAtMs }, digests);
  await createIntakeMarks(intakeTableOf(session.operated)).write(
    keys.map((key) => ({ mark: { key, content: 'rejected', askedAtMs, sentForMs: askedAtMs } })),
    Date.now(),
    new AbortController().signal,
  );
}

/** Sends a hire past the intake, and waits for its end. */
async function provision(hire: object): Promise<void> {
  const { NewHireQueueUrl: QueueUrl } = session.operated.outputs;
  const before = (await session.events()).length;
  await session.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(hire) }));
  await until(
    () => session.events(),
    ({ length }) => length > before,
  );
  await session.untilDone();
}

async function marks() {
  const { clients, outputs } = session.operated;
  const { Items = [] } = await clients.dynamoDb.send(
    new ScanCommand({ TableName: outputs.IntakeTableName }),
  );
  return Items;
}

/** Those that were not there before. */
async function marksSince(before: Awaited<ReturnType<typeof marks>>) {
  const known = new Set(before.map(({ pk }) => pk?.S));
  return (await marks()).filter(({ pk }) => !known.has(pk?.S));
}

const settle = (address: string) => settleRecord(session, address);

async function erase(...who: readonly string[]) {
  const end = await session.joiner(
    ...['erase', ...who, '--why', 'DPO-1', '--local', '--yes', '--json'],
  );
  return { ...end, json: JSON.parse(end.stdout) };
}

describe('joiner erase', () => {
  test('deletes what the intake noted of an employee id, with the record', async () => {
    await takeIn(person('E-1', 'ada'));
    await settle('ada@example.com');
    const before = await marks();

    const { exitCode, json, stderr } = await erase('E-1');

    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      marks: [{ source: 'bamboohr', askedAt: expect.any(String) }],
      erased: { record: 'PROVISIONED', marks: 1 },
    });
    expect(stderr).toContain('1 mark of the intake');
    expect(await marks()).toHaveLength(before.length - 1);
  });

  test('makes the next message with the person a hire again', async () => {
    await takeIn(person('E-6', 'gil'));
    await settle('gil@example.com');
    await erase('E-6');
    expect((await session.joiner('status', 'gil@example.com', '--local')).exitCode).toBe(1);

    await takeIn(person('E-6', 'gil'));

    expect((await session.joiner('status', 'gil@example.com', '--local')).exitCode).toBe(0);
  });

  test('finds what the intake noted of an employee id by that id, after the address was erased', async () => {
    await takeIn(person('E-2', 'ben'));
    await settle('ben@example.com');
    const byAddress = await erase('ben@example.com');
    const byId = await erase('E-2');

    expect(byAddress.json.erased).toMatchObject({ record: 'PROVISIONED', marks: 0 });
    expect(byId.json.erased).toEqual(expect.objectContaining({ marks: 1, messages: 0 }));
    expect(byId.exitCode).toBe(0);
  });

  test('deletes what the intake noted of an employee id that looks like an address, in its letter case', async () => {
    await takeIn(person('Mia@Example.com', 'mia'));
    await settle('mia@example.com');

    const { json } = await erase('--employee', 'Mia@Example.com');

    expect(json.erased).toMatchObject({ record: 'PROVISIONED', marks: 1 });
  });

  test('leaves what the intake noted of an employee id that a message of the person only names', async () => {
    await takeIn(person('E-20', 'bob'));
    await settle('bob@example.com');
    await provision({
      emailAddress: 'kay@example.com',
      firstName: 'Kay',
      requestId: 'R-kay',
      employeeId: 'E-20',
    });
    const before = await marks();

    const { json } = await erase('kay@example.com');

    expect(json.marks).toEqual([]);
    expect(await marks()).toHaveLength(before.length);
  });

  test('forgets that a record was rejected, with the failed message', async () => {
    const before = await marks();
    await takeIn(person('E-3', 'lin', 'lin at example.com'));
    const [rejected] = await marksSince(before);

    const { json } = await erase('E-3');

    expect(json.erased).toMatchObject({ messages: 1, marks: 1 });
    expect((await marks()).map(({ pk }) => pk)).not.toContainEqual(rejected?.['pk']);
  });

  test('forgets that a record was rejected beside another one of its message, with the failed message', async () => {
    const before = await marks();
    await takeIn(person('E-9', 'ole'), { ...person('E-9', 'ole'), lastName: 'Ho' });
    await settle('ole@example.com');

    const { json } = await erase('E-9');

    expect(json.erased).toMatchObject({ record: 'PROVISIONED', messages: 1, marks: 2 });
    expect(await marks()).toHaveLength(before.length);
  });

  test('forgets that a record was superseded, with the failed message', async () => {
    const before = await marks();
    await takeIn(person('E-10', 'pia'));
    await settle('pia@example.com');
    const older = { ...person('E-10', 'pia'), lastName: 'Ho' };
    const sentAt = '2026-01-01T00:00:00.000Z';
    await sendBack(older, sentAt);
    await noteRejection(JSON.stringify(older), Date.parse(sentAt));

    const { json } = await erase('E-10');

    expect(json.erased).toMatchObject({ record: 'PROVISIONED', messages: 1, marks: 4 });
    expect(await marks()).toHaveLength(before.length);
  });

  test('finds a rejected record by the request id that was made for it, and what was noted of it', async () => {
    const before = await marks();
    await takeIn(person('E-7', 'max', 'max at example.com'));
    const [failed] = (await session.json('failed', 'list', '--local')).messages;

    const { json } = await erase('--request', failed.requestId);

    expect(failed.requestId).toMatch(/^bamboohr:[0-9a-f]{64}$/);
    expect(json.erased).toMatchObject({ messages: 1, marks: 1 });
    expect(await marks()).toHaveLength(before.length);
  });

  test('does not find what was noted of a person by the request id that was made for the hire, but by the employee id', async () => {
    const before = await marks();
    await takeIn(person('E-8', 'noa'));
    await settle('noa@example.com');
    const { people } = await session.json('status', 'noa@example.com', '--local');
    const [{ record }] = people;

    const byRequest = await erase('--request', record.requestId);
    const [left] = await marksSince(before);
    const byId = await erase('E-8');

    expect(record.requestId).toMatch(/^bamboohr:[0-9a-f]{64}$/);
    expect(byRequest.json.erased).toMatchObject({ record: 'PROVISIONED', marks: 0 });
    // Digests and times: nothing that leads from the mark to the request, or to the person.
    expect(JSON.stringify(left)).not.toMatch(
      new RegExp(`E-8|noa|${record.requestId.slice('bamboohr:'.length)}`),
    );
    expect(byId.json.erased).toMatchObject({ marks: 1 });
  });

  test('names no address and no employee id in what it reports of the erasure', async () => {
    await takeIn(person('E-5', 'eva'));
    await settle('eva@example.com');

    const { stderr } = await erase('E-5');

    expect(stderr).not.toMatch(/E-5|eva@/);
  });
});

test('a mark that the intake has written since it was shown is left', async () => {
  const before = await marks();
  await takeIn(person('E-4', 'kim'));
  const [item] = await marksSince(before);
  const key = item?.['pk']?.S ?? '';
  const shown = { key, content: 'before', askedAtMs: 0, sentForMs: 0 };
  const { clients, outputs } = session.operated;

  const end = await eraseMark(session.operated, shown, new AbortController().signal);

  expect(end).toBe('changed');
  const Key = { pk: { S: key } };
  const { Item } = await clients.dynamoDb.send(
    new GetItemCommand({ TableName: outputs.IntakeTableName, Key }),
  );
  expect(Item).toEqual(item);
});

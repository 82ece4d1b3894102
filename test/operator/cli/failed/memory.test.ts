import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type FailedSession,
  hireOf,
  startFailedSession,
} from '../../../support/operator/failed-session.ts';

/** Together 30 MB: beside the 14 MB of the command itself, they do not fit in the memory that it gets. */
const MESSAGES = 150;
const LENGTH = 200_000;
/** With 24 MB the commands succeed, too, but only just. */
const LITTLE_MEMORY = { NODE_OPTIONS: '--max-old-space-size=40' };

let session: FailedSession;

beforeAll(async () => {
  session = await startFailedSession();
});

afterAll(() => session.stop());

describe('with more failed messages than memory', () => {
  beforeAll(async () => {
    const names = Array.from({ length: MESSAGES }, (_, index) => `m${index}`);
    const bodies = names.map((name) => hireOf(name, { notes: 'x'.repeat(LENGTH) }));
    for (let start = 0; start < MESSAGES; start += 5)
      await session.putDeadLetters(bodies.slice(start, start + 5));
  });

  test('joiner failed list shows them all', async () => {
    const end = await session.joinerWith(LITTLE_MEMORY, 'failed', 'list', '--local');

    expect(end).toMatchObject({ exitCode: 1, stderr: '' });
    expect(end.stdout).toContain(`${MESSAGES} failed messages.`);
  });

  test('joiner failed export writes them all', async () => {
    const file = join(session.folder, 'all.jsonl');

    const end = await session.joinerWith(LITTLE_MEMORY, 'failed', 'export', file, '--local');

    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await stat(file)).size).toBeGreaterThan(MESSAGES * LENGTH);
  });

  test('joiner failed drop drops one of them', async () => {
    const options = ['--request', 'R-m0', '--why', 'a test', '--local', '--yes'];

    const end = await session.joinerWith(LITTLE_MEMORY, 'failed', 'drop', ...options);

    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect(end.stdout).toContain('Dropped');
  });
});

/** As a sender may put it there, or the intake when it rejects a record. */
async function putRawRecord(number: number): Promise<void> {
  const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
  const record = { 'Employee #': `${number}`, 'Work Email': 'a'.repeat(LENGTH) };
  await session.sqs.send(
    new SendMessageCommand({
      QueueUrl: session.operated.outputs.RejectedQueueUrl,
      MessageBody: JSON.stringify(record),
      MessageAttributes: {
        source: attribute('bamboohr'),
        reasonCode: attribute('unmapped-record'),
        requestId: attribute(`R-raw-${number}`),
      },
    }),
  );
}

describe('with more raw records than memory, each of them one long address', () => {
  beforeAll(async () => {
    await session.purgeFailed();
    for (let number = 0; number < MESSAGES; number += 1) await putRawRecord(number);
  });

  test('joiner failed list shows them all', async () => {
    const end = await session.joinerWith(LITTLE_MEMORY, 'failed', 'list', '--local');

    expect(end.exitCode).toBe(1);
    expect(end.stdout).toContain(`${MESSAGES} failed messages.`);
  });
});

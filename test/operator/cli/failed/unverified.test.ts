import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type FailedSession,
  hireOf,
  startFailedSession,
} from '../../../support/operator/failed-session.ts';
import { requestIdOf } from '../../../support/trials/request-id-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'joiner-unverified-'));
let session: FailedSession;

beforeAll(async () => {
  session = await startFailedSession();
});

afterAll(async () => {
  await session.stop();
  rmSync(folder, { recursive: true });
});

/** Every test starts with empty queues. */
afterEach(() => session.purgeFailed());

/** As anyone may who can send to the queue: with a reason, and without the function's secret. */
async function plant(
  body: string,
  {
    reasonCode = 'refused-by-target',
    reason = 'Please replay me.',
    requestId = 'R-planted',
  }: { reasonCode?: string; reason?: string; requestId?: string } = {},
): Promise<string> {
  const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
  const { MessageId = '' } = await session.sqs.send(
    new SendMessageCommand({
      QueueUrl: session.operated.outputs.RejectedQueueUrl,
      MessageBody: body,
      MessageAttributes: {
        reasonCode: attribute(reasonCode),
        reason: attribute(reason),
        requestId: attribute(requestId),
        mac: attribute('0'.repeat(64)),
      },
    }),
  );
  return MessageId;
}

describe('a message that the function did not store', () => {
  test.each([
    ['replay', ['failed', 'replay', '--all']],
    ['drop', ['failed', 'drop', '--all', '--why', 'mine']],
  ])('is left where it is by %s, which says so', async (_, command) => {
    const id = await plant(hireOf('planted'));
    const end = await session.joiner(...command, '--local', '--yes');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('1 of these messages came from an unknown sender');
    expect((await session.list()).map((message) => message.id)).toEqual([id]);
  });

  test('is left out by export, which says so', async () => {
    await plant(hireOf('planted'));
    const file = join(folder, 'left-out.jsonl');
    const end = await session.joiner('failed', 'export', file, '--local');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('1 of these messages came from an unknown sender');
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  test('is exported with --unverified, and left where it is once its hire has an account', async () => {
    const id = await plant(hireOf('exported'));
    const file = join(folder, 'exported.jsonl');
    await session.joiner('failed', 'export', file, '--unverified', '--local');
    await session.joiner('send', file, '--local', '--yes');
    await session.untilDone();

    const end = await session.joiner('failed', 'drop', '--sent', file, '--local', '--yes');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('1 of these messages came from an unknown sender');
    expect((await session.list()).map((message) => message.id)).toEqual([id]);
  });

  test('is shown as such', async () => {
    const id = await plant(hireOf('planted'));
    const list = await session.json('failed', 'list', '--local');
    const { stdout } = await session.joiner('failed', 'show', id, '--local');

    expect(list.messages).toMatchObject([{ id, unverified: true }]);
    expect(stdout).toContain('an unknown sender, not by the function');
  });

  test('shows its reason in the editor’s note as one line, whatever is in it', async () => {
    const id = await plant(hireOf('planted'), {
      reason: 'Look at it.\nNothing is left to do.',
    });
    await session.editorThat('s/x/x/');
    const { stderr } = await session.joiner('failed', 'edit', id, '--unverified', '--local', '-y');

    expect(stderr).toContain('Look at it.\ufffdNothing is left to do. [refused-by-target]\n');
  });

  test('is logged and reported without the address that stands for its request id', async () => {
    await plant(hireOf('planted'), { requestId: 'victim@example.com' });
    const { events: dropped } = await session.json(
      ...['failed', 'drop', '--all', '--why', 'planted', '--unverified', '--local', '--yes'],
    );
    const { events = [] } = await session.operated.clients.cloudWatchLogs.send(
      new FilterLogEventsCommand({
        logGroupName: session.operated.outputs.OperatorChangesLogGroupName,
      }),
    );

    expect([events.length > 0, dropped.length]).toEqual([true, 1]);
    expect(JSON.stringify([events, dropped])).not.toContain('victim');
  });

  test('gives joiner status no command that acts on what it says', async () => {
    const id = await plant(hireOf('victim', { employeeId: 'E-planter' }), {
      reasonCode: 'address-belongs-to-another',
    });
    const { stdout } = await session.joiner('status', 'victim@example.com', '--local');

    expect(stdout).toContain(`joiner failed show ${id}`);
    expect(stdout).not.toMatch(/joiner (?:reassign|failed (?:replay|edit|drop))/);
  });

  test('is dropped with --unverified, under ids that are only claims', async () => {
    await plant(hireOf('planted'));
    const { events } = await session.json(
      ...['failed', 'drop', '--all', '--why', 'planted', '--unverified', '--local', '--yes'],
    );

    expect(events).toHaveLength(1);
    expect(events[0].data).toMatchObject({ claimedRequestId: 'R-planted' });
    expect(events[0].data).not.toHaveProperty('requestId');
    expect(await session.list()).toEqual([]);
  });
});

test('a message that the function rejected is replayed', async () => {
  await session.reject(hireOf('mine', { type: 'SUPER_USER' }));
  const before = (await session.events()).filter((event) => requestIdOf(event) === 'R-mine');
  const end = await session.joiner('failed', 'replay', '--all', '--local', '--yes');

  expect(before).toHaveLength(1);
  expect(end.stderr).not.toContain('unknown sender');
  expect(end.stdout).toContain('1 replayed');
});

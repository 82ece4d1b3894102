import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { DroppedEvent } from '../../../../src/contracts/completion-event.ts';
import { receiveAll } from '../../../support/aws/received.ts';
import {
  type FailedSession,
  hireOf,
  startFailedSession,
} from '../../../support/operator/failed-session.ts';

let session: FailedSession;

beforeAll(async () => {
  session = await startFailedSession();
});

afterAll(() => session.stop());

/** Every test starts with empty queues. */
afterEach(() => session.purgeFailed());

describe('joiner failed drop', () => {
  test('publishes who discards it, when and why, and only then deletes it', async () => {
    await session.putDeadLetters([hireOf('gone', { employeeId: 'E-1' })]);
    const id = await session.onlyId();

    const { event } = await session.json(
      'failed',
      'drop',
      id,
      '--why',
      ' left ',
      '--local',
      '--yes',
    );

    expect(event).toMatchObject({
      type: 'joiner.user.dropped.v1',
      data: {
        requestId: 'R-gone',
        employeeId: 'E-1',
        reason: { code: 'target-unavailable' },
        droppedBy: 'arn:aws:iam::000000000000:user/local',
        why: 'left',
      },
    });
    expect(await session.events()).toContainEqual(event);
    expect(await session.list()).toEqual([]);
    expect(await receiveAll(session.sqs, session.deadLetters)).toEqual([]);
  });

  test('names the ids of a message as its rejection, or its deferral, has named them', async () => {
    await session.reject(hireOf('mallory', { employeeId: 'E-1', startDate: '2099-01-01' }));
    await session.putDeadLetters([hireOf('ada', { employeeId: 'E-1' })], 'account-gone');

    const { events } = await session.json(
      'failed',
      'drop',
      '--all',
      '--why',
      'mistyped',
      '--local',
      '--yes',
    );

    const ids = events.map(({ data: { reason, droppedBy, why, ...rest } }: DroppedEvent) => rest);
    expect(ids).toHaveLength(2);
    expect(ids).toEqual(
      expect.arrayContaining([
        { claimedRequestId: 'R-mallory', claimedEmployeeId: 'E-1' },
        { requestId: 'R-ada', employeeId: 'E-1' },
      ]),
    );
  });

  test('discards every message that matches a filter, and no other', async () => {
    await session.putDeadLetters([hireOf('one'), hireOf('two')], 'throttled');
    await session.putDeadLetters([hireOf('three')]);

    const { events, left } = await session.json(
      'failed',
      'drop',
      '--reason',
      'throttled',
      '--why',
      'wrong stack',
      '--local',
      '--yes',
    );

    const dropped = events.map(({ data }: { data: { requestId: string } }) => data.requestId);
    expect(dropped.sort()).toEqual(['R-one', 'R-two']);
    expect(left).toBe(0);
    expect(await session.requests()).toEqual(['R-three']);
  });

  test('discards nothing without an id, a filter or --all', async () => {
    await session.putDeadLetters([hireOf('kept')]);

    const end = await session.joiner('failed', 'drop', '--why', 'left', '--local', '--yes');

    expect(end).toMatchObject({
      exitCode: 2,
      stderr: 'Which messages? Give an id, a filter such as --reason, or --all.\n',
    });
    expect(await session.requests()).toEqual(['R-kept']);
  });

  test('refuses a message whose own request has an account', async () => {
    await session.send(hireOf('ready'));
    await session.untilDone();
    await session.putDeadLetters([hireOf('ready')]);
    const id = await session.onlyId();

    const end = await session.joiner('failed', 'drop', id, '--why', 'left', '--local', '--yes');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('its hire has an account by this request');
    expect(await session.requests()).toEqual(['R-ready']);
    const dropped = (await session.events()).filter(({ data }) => data.requestId === 'R-ready');
    expect(dropped.map(({ type }) => type)).toEqual(['joiner.user.provisioned.v1']);
  });

  test('requires a reason', async () => {
    const withoutWhy = await session.joiner('failed', 'drop', 'x', '--local', '--yes');
    const blank = await session.joiner('failed', 'drop', 'x', '--why', ' ', '--local', '--yes');

    expect([withoutWhy.exitCode, blank.exitCode]).toEqual([2, 2]);
  });
});

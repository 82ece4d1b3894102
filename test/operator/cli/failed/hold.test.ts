import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { expireVisibility } from '../../../support/aws/expire-visibility.ts';
import { CTRL_C, ENTER } from '../../../support/operator/cli-session.ts';
import {
  type FailedSession,
  hireOf,
  startFailedSession,
} from '../../../support/operator/failed-session.ts';
import { requestIdOf } from '../../../support/trials/request-id-of.ts';

let session: FailedSession;

beforeAll(async () => {
  session = await startFailedSession();
});

afterAll(() => session.stop());

/** Every test starts with empty queues. */
afterEach(() => session.purgeFailed());

describe('a command that holds messages', () => {
  beforeEach(() => session.putDeadLetters([hireOf('x'), hireOf('y')]));

  test('releases them on Ctrl-C', async () => {
    const run = session.inTerminal('failed', 'replay', '--local');
    await run.untilShown('Send 2 messages back');
    const held = await session.inFlight(session.deadLetters);

    run.type(CTRL_C);

    expect(await run.ended).toMatchObject({ exitCode: 130 });
    expect(held).toBe(2);
    expect(await session.requests()).toEqual(['R-x', 'R-y']);
  });

  test('loses none when killed: they are visible again after their timeout', async () => {
    const run = session.inTerminal('failed', 'replay', '--local');
    await run.untilShown('Send 2 messages back');

    run.kill();
    await run.ended;
    const held = await session.inFlight(session.deadLetters);
    await expireVisibility(session.sqs, session.deadLetters);

    expect(held).toBe(2);
    expect(await session.requests()).toEqual(['R-x', 'R-y']);
  });

  test('is reported to others, with an exit code where it may matter', async () => {
    const run = session.inTerminal('failed', 'replay', '--local');
    await run.untilShown('Send 2 messages back');
    const file = join(session.folder, 'elsewhere.jsonl');

    const others = await Promise.all([
      session.joiner('failed', 'list', '--local'),
      session.joiner('failed', 'export', file, '--local'),
      session.joiner('failed', 'replay', '--local', '--yes'),
      session.joiner('failed', 'drop', 'x', '--why', 'left', '--local', '--yes'),
      session.joinerWith({ EDITOR: 'true' }, 'failed', 'edit', 'x', '--local', '--yes'),
      session.joiner('failed', 'show', 'x', '--local'),
    ]);
    run.type(CTRL_C);
    await run.ended;

    expect(others.map(({ exitCode }) => exitCode)).toEqual(others.map(() => 1));
    expect(others.map(({ stderr }) => stderr)).toEqual(
      others.map(() => expect.stringMatching(/About 2 (more messages )?in flight elsewhere/)),
    );
    expect(await session.requests()).toEqual(['R-x', 'R-y']);
  });

  test('does not stand in the way of a message that is named', async () => {
    await session.putDeadLetters([hireOf('z')]);
    const run = session.inTerminal('failed', 'replay', '--local', '--request', 'R-x');
    await run.untilShown('Send 1 message back');
    const id = (await session.list()).find(({ requestId }) => requestId === 'R-z')?.id ?? '';

    const replayed = await session.joiner('failed', 'replay', id, '--local', '--yes');
    run.type(CTRL_C);
    await run.ended;

    expect(replayed).toMatchObject({ exitCode: 0 });
    expect(replayed.stderr).toContain('About 1 more message in flight elsewhere');
  });
});

/** As after a night in which the laptop slept at the prompt: another operator receives its messages. */
describe('a command whose hold was lost at its prompt', () => {
  async function replayedByAnother(): Promise<void> {
    await expireVisibility(session.sqs, session.deadLetters);
    const end = await session.joiner('failed', 'replay', '--local', '--yes');
    expect(end).toMatchObject({ exitCode: 0 });
  }
  const eventsOf = async (requestId: string) =>
    (await session.events()).filter((event) => requestIdOf(event) === requestId);

  test('drops nothing: a hire that was provisioned meanwhile is not dropped', async () => {
    await session.putDeadLetters([hireOf('asleep')]);
    const run = session.inTerminal(
      'failed',
      'drop',
      await session.onlyId(),
      '--why',
      'left',
      '--local',
    );
    await run.untilShown('Drop 1 message for good');
    await replayedByAnother();

    run.type(`y${ENTER}`);

    const { exitCode, shown } = await run.ended;
    expect(exitCode).toBe(1);
    expect(shown).toContain('The hold of 1 message was lost');
    expect((await eventsOf('R-asleep')).map(({ type }) => type)).toEqual([
      'joiner.user.provisioned.v1',
    ]);
  });

  test('replays nothing, and says so', async () => {
    await session.putDeadLetters([hireOf('twice')]);
    const run = session.inTerminal('failed', 'replay', '--local');
    await run.untilShown('Send 1 message back');
    await replayedByAnother();

    run.type(`y${ENTER}`);

    const { exitCode, shown } = await run.ended;
    await session.untilDone();
    expect(exitCode).toBe(1);
    expect(shown).toContain('0 replayed');
    expect(shown).toContain('The hold of 1 message was lost');
    expect(await eventsOf('R-twice')).toHaveLength(1);
  });

  test('sends no correction, and keeps it for another edit', async () => {
    session.env['TMPDIR'] = session.folder;
    await session.reject(hireOf('typed', { type: 'ADMIN' }));
    await session.editorThat('s/ADMIN/APP_USER/');
    const run = session.inTerminal('failed', 'edit', await session.onlyId(), '--local');
    await run.untilShown('Send this in its place?');
    await expireVisibility(session.sqs, session.stack.outputs.RejectedQueueUrl);
    const held = await session.list();

    run.type(`y${ENTER}`);

    const { exitCode, shown } = await run.ended;
    await session.untilDone();
    const unsent = await eventsOf('R-typed');
    const [, path = '', editor, id = ''] =
      /is kept in\s+(\S+),.*EDITOR='([^']+)' joiner failed edit (\S+)/s.exec(shown) ?? [];
    const { mode } = await stat(path);
    const again = await session.joinerWith(
      { EDITOR: editor },
      ...['failed', 'edit', id, '--local', '--yes'],
    );
    await session.untilDone();
    expect(held).toHaveLength(1);
    expect(exitCode).toBe(1);
    expect(shown).toContain('The hold of 1 message was lost');
    expect(unsent).toMatchObject([{ type: 'joiner.user.rejected.v1' }]);
    expect(mode & 0o777).toBe(0o600);
    expect(again).toMatchObject({ exitCode: 0 });
    expect((await eventsOf('R-typed')).at(-1)).toMatchObject({ data: { outcome: 'created' } });
  });
});

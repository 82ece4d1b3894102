import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CTRL_C, ENTER } from '../../../support/operator/cli-session.ts';
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

describe('joiner failed edit', () => {
  test('replays the corrected message in its envelope, under the request id it had', async () => {
    await session.reject(
      JSON.stringify({
        specversion: '1.0',
        id: 'ev-1',
        source: '/hr',
        type: 'hired',
        data: { emailAddress: 'typo@example', firstName: 'Tilda' },
      }),
    );
    const id = await session.onlyId();
    await session.editorThat('s/typo@example/typo@example.com/');
    const run = session.inTerminal('failed', 'edit', id, '--local');
    await run.untilShown('Send this in its place?');

    run.type(`y${ENTER}`);

    const { exitCode, shown } = await run.ended;
    await session.untilDone();
    expect(exitCode).toBe(0);
    expect(shown).toContain('-   "emailAddress": "typo@example",');
    expect(shown).toContain('│ +   "emailAddress": "typo@example.com",');
    expect(await session.list()).toEqual([]);
    const provisioned = (await session.events())
      .filter(({ data }) => data.requestId === 'ev-1')
      .at(-1);
    expect(provisioned).toMatchObject({
      data: { outcome: 'created', emailAddress: 'typo@example.com' },
    });
  });

  test('says how to decide where employee id and address do not go together', async () => {
    await session.reject(hireOf('eve', { employeeId: 'E-1' }));
    await session.reject(hireOf('eve', { employeeId: "E'2", requestId: 'R-eve-2' }));
    const id = await session.onlyId();
    await session.editorThat('s/nothing/else/');

    const { stderr } = await session.joiner('failed', 'edit', id, '--local', '--yes');

    expect(stderr).toContain(
      `\n    joiner reassign eve@example.com --employee 'E'"'"'2' --why TEXT\n    joiner failed replay ${id}\n`,
    );
  });

  test('keeps a message that would be rejected again', async () => {
    await session.reject(hireOf('still', { type: 'SUPER_USER' }));
    const id = await session.onlyId();
    await session.editorThat('s/still@/also@/');

    const end = await session.joiner('failed', 'edit', id, '--local', '--yes');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stderr).toContain('It would be rejected: type: must be allowed here');
    expect(await session.requests()).toEqual(['R-still']);
  });

  test('opens every message that matches a filter', async () => {
    await session.reject(hireOf('first', { type: 'ADMIN' }));
    await session.reject(hireOf('second', { type: 'ADMIN' }));
    await session.putDeadLetters([hireOf('third')]);
    await session.editorThat('s/ADMIN/APP_USER/');

    const { messages } = await session.json(
      'failed',
      'edit',
      '--reason',
      'invalid-message',
      '--local',
      '--yes',
    );

    expect(messages).toMatchObject([{ replayed: true }, { replayed: true }]);
    expect(await session.requests()).toEqual(['R-third']);
  });

  test.each([
    [
      { EDITOR: '', VISUAL: '' },
      'An editor needs a terminal: run this command in one, or set EDITOR',
    ],
    [{ EDITOR: 'no-such-editor --wait' }, 'There is no editor no-such-editor: set EDITOR'],
  ])('says in one line that it cannot open an editor: %j', async (env, text) => {
    const end = await session.joinerWith(env, 'failed', 'edit', 'x', '--local', '--yes');

    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toMatch(new RegExp(`^${text}[^\\n]*\\n$`));
  });

  test.each([
    ['a correction', 's/ADMIN/APP_USER/', 'APP_USER', 'Send this in its place?'],
    ['a text that would be rejected', 's/ADMIN/USER/', '"USER"', 'Edit it again?'],
  ])('keeps %s in a file where Ctrl-C ends it', async (_what, script, typed, question) => {
    session.env['TMPDIR'] = session.folder;
    await session.reject(hireOf('stopped', { type: 'ADMIN' }));
    await session.editorThat(script);
    const run = session.inTerminal('failed', 'edit', await session.onlyId(), '--local');
    await run.untilShown(question);

    run.type(CTRL_C);

    const { exitCode, shown } = await run.ended;
    const [, path = ''] = /is kept in (\S+),/.exec(shown) ?? [];
    expect(exitCode).toBe(130);
    expect(await readFile(path, 'utf8')).toContain(typed);
    expect(await session.requests()).toEqual(['R-stopped']);
  });

  test('changes nothing where nothing is edited', async () => {
    await session.reject(hireOf('same', { type: 'SUPER_USER' }));
    const id = await session.onlyId();
    await session.editorThat('s/nothing/else/');

    const end = await session.joiner('failed', 'edit', id, '--local', '--yes');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stderr).toContain('Nothing is changed.');
    expect(await session.requests()).toEqual(['R-same']);
  });
});

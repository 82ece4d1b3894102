import { createHash } from 'node:crypto';
import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { listFailedMessages } from '../../../src/operator/failed/failed-queues.ts';
import { readHireFile } from '../../../src/operator/send/hire-file.ts';
import { expireVisibility } from '../../support/aws/expire-visibility.ts';
import { receiveAll } from '../../support/aws/received.ts';
import {
  type CliSession,
  CTRL_C,
  ENTER,
  startCliSession,
} from '../../support/operator/cli-session.ts';
import { until } from '../../support/time/until.ts';

let session: CliSession;
let deadLetters: string;

beforeAll(async () => {
  session = await startCliSession();
  deadLetters = session.stack.outputs.DeadLetterQueueUrl;
});

afterAll(() => session.stop());

/** Every test starts with empty queues. */
afterEach(async () => {
  for (const QueueUrl of [deadLetters, session.stack.outputs.RejectedQueueUrl]) {
    await session.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  }
});

const hire = (name: string, changes: object = {}) =>
  JSON.stringify({ emailAddress: `${name}@example.com`, requestId: `R-${name}`, ...changes });

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

const list = async () =>
  (await listFailedMessages(session.operated, {}, { signal: new AbortController().signal }))
    .messages;
const requests = async () => (await list()).map(({ requestId }) => requestId).sort();
const onlyId = async () => (await list())[0]?.id ?? '';

async function reject(body: string): Promise<void> {
  await session.send(body);
  await session.untilDone();
}

/** An editor that is a program of its own: `sed`. */
async function editorThat(script: string): Promise<void> {
  const path = await session.writeFile('editor.sh', `#!/bin/sh\nsed -i '${script}' "$1"\n`);
  await chmod(path, 0o755);
  session.env['EDITOR'] = path;
}

describe('joiner failed list', () => {
  test('shows failed messages by reason, and exits with a problem', async () => {
    await session.putDeadLetters([hire('late', { employeeId: 'E-7' })]);
    await reject(hire('boss', { type: 'SUPER_USER' }));

    const { exitCode, shown } = await session.inTerminal('failed', 'list', '--local').ended;

    expect(exitCode).toBe(1);
    expect(shown).toContain('target-unavailable: 1 message\nThe directory did not answer.');
    expect(shown).toMatch(/dead-letter │ [-\d]+ [:\d]+Z │ E-7 +│ R-late +│ late@example\.com/);
    expect(shown).toContain('outside-policy: 1 message\ntype: must be allowed here');
    expect(shown).toContain('2 failed messages.');
  });

  test('groups different reasons with one code apart', async () => {
    await reject(hire('odd', { type: 'ADMIN' }));
    await reject(hire('long', { firstName: 'x'.repeat(51) }));

    const { stdout } = await session.joiner('failed', 'list', '--local');

    expect(stdout).toMatch(/invalid-message: 1 message\nfirstName: .*\n┌[^└]*R-long[^└]*└/);
    expect(stdout).toMatch(/invalid-message: 1 message\ntype: .*\n┌[^└]*R-odd[^└]*└/);
  });

  test('exits with 0 if there is none', async () => {
    const end = await session.joiner('failed', 'list', '--local');

    expect(end).toEqual({ exitCode: 0, stdout: '\n0 failed messages.\n', stderr: '' });
  });

  test('lists only messages that match, in JSON too', async () => {
    await session.putDeadLetters([hire('a', { employeeId: 'E-a' }), hire('b')]);

    const result = await session.json(
      'failed',
      'list',
      '--local',
      '--employee',
      'E-a',
      '--since',
      '1h',
    );

    expect(result).toMatchObject({ messages: [{ requestId: 'R-a' }], inFlightElsewhere: 0 });
    expect(result.messages).toHaveLength(1);
  });

  test('leaves the messages of several receives in their queue', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `many${index}`);
    await session.putDeadLetters(names.map((name) => hire(name)));

    const { messages } = await session.json('failed', 'list', '--local');

    const expected = names.map((name) => `R-${name}`).sort();
    const listed = messages.map(({ requestId }: { requestId: string }) => requestId);
    expect(listed.sort()).toEqual(expected);
    expect(await session.inFlight(deadLetters)).toBe(0);
    expect(await requests()).toEqual(expected);
  });
});

describe('a command that holds messages', () => {
  beforeEach(() => session.putDeadLetters([hire('x'), hire('y')]));

  test('releases them on Ctrl-C', async () => {
    const run = session.inTerminal('failed', 'replay', '--local');
    await run.untilShown('Send 2 messages back');
    const held = await session.inFlight(deadLetters);

    run.type(CTRL_C);

    expect(await run.ended).toMatchObject({ exitCode: 130 });
    expect(held).toBe(2);
    expect(await requests()).toEqual(['R-x', 'R-y']);
  });

  test('loses none when killed: they are visible again after their timeout', async () => {
    const run = session.inTerminal('failed', 'replay', '--local');
    await run.untilShown('Send 2 messages back');

    run.kill();
    await run.ended;
    const held = await session.inFlight(deadLetters);
    await expireVisibility(session.sqs, deadLetters);

    expect(held).toBe(2);
    expect(await requests()).toEqual(['R-x', 'R-y']);
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
    expect(await requests()).toEqual(['R-x', 'R-y']);
  });

  test('does not stand in the way of a message that is named', async () => {
    await session.putDeadLetters([hire('z')]);
    const run = session.inTerminal('failed', 'replay', '--local', '--request', 'R-x');
    await run.untilShown('Send 1 message back');
    const id = (await list()).find(({ requestId }) => requestId === 'R-z')?.id ?? '';

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
    await expireVisibility(session.sqs, deadLetters);
    const end = await session.joiner('failed', 'replay', '--local', '--yes');
    expect(end).toMatchObject({ exitCode: 0 });
  }
  const eventsOf = async (requestId: string) =>
    (await session.events()).filter(({ data }) => data.requestId === requestId);

  test('drops nothing: a hire that was provisioned meanwhile is not dropped', async () => {
    await session.putDeadLetters([hire('asleep')]);
    const run = session.inTerminal('failed', 'drop', await onlyId(), '--why', 'left', '--local');
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
    await session.putDeadLetters([hire('twice')]);
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

  test('sends no correction', async () => {
    await reject(hire('typed', { type: 'ADMIN' }));
    await editorThat('s/ADMIN/APP_USER/');
    const run = session.inTerminal('failed', 'edit', await onlyId(), '--local');
    await run.untilShown('Send this in its place?');
    await expireVisibility(session.sqs, session.stack.outputs.RejectedQueueUrl);
    const held = await list();

    run.type(`y${ENTER}`);

    const { exitCode, shown } = await run.ended;
    await session.untilDone();
    expect(held).toHaveLength(1);
    expect(exitCode).toBe(1);
    expect(shown).toContain('The hold of 1 message was lost');
    expect(await eventsOf('R-typed')).toMatchObject([{ type: 'joiner.user.rejected.v1' }]);
  });
});

test('joiner failed show prints one message in full', async () => {
  const body = hire('whole', { employeeId: 'E-9' });
  await session.putDeadLetters([body]);
  const id = await onlyId();

  const shown = await session.json('failed', 'show', id.slice(0, 6), '--local');
  const text = await session.joiner('failed', 'show', id, '--local');

  expect(shown).toMatchObject({
    id,
    queue: 'dead-letter',
    requestId: 'R-whole',
    employeeId: 'E-9',
    body,
    reason: { code: 'target-unavailable', message: 'The directory did not answer.' },
    firstSeenAt: '2026-11-02T08:00:00.000Z',
  });
  expect(text).toMatchObject({ exitCode: 0, stderr: '' });
  expect(text.stdout).toContain(`\n\n${body}\n`);
});

test('an id of no message, or of several, is reported', async () => {
  await session.putDeadLetters([hire('one'), hire('two')]);

  const none = await session.joiner('failed', 'show', 'nosuch', '--local');
  const several = await session.joiner('failed', 'show', '', '--local');

  expect(none).toMatchObject({ exitCode: 1, stdout: '' });
  expect(none.stderr).toContain('No failed message has the id nosuch');
  expect(several.stderr).toContain('2 failed messages have an id that begins with');
});

describe('joiner failed export', () => {
  test('writes a file for its owner alone, which joiner send reads', async () => {
    const spread = JSON.stringify({ emailAddress: 'spread@example.com' }, null, 2);
    await session.putDeadLetters([hire('line'), spread]);
    const requestId = hashOf(spread);
    const file = join(session.folder, 'export.jsonl');

    const end = await session.joiner('failed', 'export', file, '--local');

    const bodies = (await readHireFile(file)).map(({ body }) => body);
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(bodies.sort()).toEqual(
      [hire('line'), JSON.stringify({ emailAddress: 'spread@example.com', requestId })].sort(),
    );
    expect(await list()).toHaveLength(2);
  });

  test('writes the request id of a hire without one, so that a fix keeps it', async () => {
    const body = JSON.stringify({ emailAddress: 'nameless@example' });
    await reject(body);
    const file = join(session.folder, 'nameless.jsonl');

    await session.joiner('failed', 'export', file, '--local');

    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      emailAddress: 'nameless@example',
      requestId: hashOf(body),
    });
  });

  test('names messages that no such file can hold, and overwrites nothing', async () => {
    await reject('not json');
    const id = await onlyId();
    const file = join(session.folder, 'partial.jsonl');

    const first = await session.joiner('failed', 'export', file, '--local');
    const second = await session.joiner('failed', 'export', file, '--local');

    expect(first).toMatchObject({ exitCode: 1 });
    expect(first.stderr).toContain(`joiner failed show ${id}`);
    expect(second).toMatchObject({
      exitCode: 2,
      stderr: `The file ${file} exists already: name a new one.\n`,
    });
    expect(await readFile(file, 'utf8')).toBe('');
  });
});

test('joiner failed replay shows its messages, asks, and reports the result', async () => {
  await session.putDeadLetters([hire('again')]);
  await session.putDeadLetters([hire('other')], 'throttled');
  const run = session.inTerminal('failed', 'replay', '--local', '--reason', 'target-unavailable');
  await run.untilShown('Send 1 message back to the new-hire queue, at up to 5 a second?');
  const batch = await session.inFlight(deadLetters);

  run.type(`y${ENTER}`);

  const { exitCode, shown } = await run.ended;
  // The other message was read and released.
  expect(batch).toBe(1);
  expect(exitCode).toBe(0);
  expect(shown).toContain('R-again');
  expect(shown).toContain('1 replayed: 1 done, 0 failed again, 0 waiting to be retried; 0 left');
  expect(await requests()).toEqual(['R-other']);
});

describe('joiner failed replay, of messages that would be rejected again,', () => {
  beforeEach(async () => {
    await reject(hire('chief', { type: 'SUPER_USER' }));
    await session.putDeadLetters([hire('plain')]);
  });

  test('leaves them out, and sends the others', async () => {
    const end = await session.joiner('failed', 'replay', '--local', '--yes');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('1 message would be rejected again');
    expect(end.stderr).toContain('Without --all, such messages are left out.');
    expect(end.stdout).toContain('1 replayed: 1 done');
    expect(end.stdout).toContain('; 1 left\n');
    expect(await requests()).toEqual(['R-chief']);
  });

  test('asks for nothing if there are no others', async () => {
    const result = await session.json(
      'failed',
      'replay',
      '--local',
      '--queue',
      'rejected',
      '--yes',
    );

    expect(result).toMatchObject({ replayed: 0, refused: 1, left: 1 });
    expect(await requests()).toEqual(['R-chief', 'R-plain']);
  });

  test('sends them with --all', async () => {
    const result = await session.json('failed', 'replay', '--local', '--all', '--yes');

    expect(result).toMatchObject({ replayed: 2, done: 1, failed: 1, refused: 0, left: 0 });
  });

  test('sends one that is named by its id', async () => {
    const chief = (await list()).find(({ requestId }) => requestId === 'R-chief');

    const result = await session.json('failed', 'replay', chief?.id ?? '', '--local', '--yes');

    expect(result).toMatchObject({ replayed: 1, failed: 1 });
  });
});

describe('joiner failed edit', () => {
  test('replays the corrected message in its envelope, under the request id it had', async () => {
    await reject(
      JSON.stringify({
        specversion: '1.0',
        id: 'ev-1',
        source: '/hr',
        type: 'hired',
        data: { emailAddress: 'typo@example', firstName: 'Tilda' },
      }),
    );
    const id = await onlyId();
    await editorThat('s/typo@example/typo@example.com/');
    const run = session.inTerminal('failed', 'edit', id, '--local');
    await run.untilShown('Send this in its place?');

    run.type(`y${ENTER}`);

    const { exitCode, shown } = await run.ended;
    await session.untilDone();
    expect(exitCode).toBe(0);
    expect(shown).toContain('-   "emailAddress": "typo@example",');
    expect(shown).toContain('+   "emailAddress": "typo@example.com",');
    expect(await list()).toEqual([]);
    const provisioned = (await session.events())
      .filter(({ data }) => data.requestId === 'ev-1')
      .at(-1);
    expect(provisioned).toMatchObject({
      data: { outcome: 'created', emailAddress: 'typo@example.com' },
    });
  });

  test('keeps a message that would be rejected again', async () => {
    await reject(hire('still', { type: 'SUPER_USER' }));
    const id = await onlyId();
    await editorThat('s/still@/also@/');

    const end = await session.joiner('failed', 'edit', id, '--local', '--yes');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stderr).toContain('It would be rejected: type: must be allowed here');
    expect(await requests()).toEqual(['R-still']);
  });

  test('opens every message that matches a filter', async () => {
    await reject(hire('first', { type: 'ADMIN' }));
    await reject(hire('second', { type: 'ADMIN' }));
    await session.putDeadLetters([hire('third')]);
    await editorThat('s/ADMIN/APP_USER/');

    const { messages } = await session.json(
      'failed',
      'edit',
      '--reason',
      'invalid-message',
      '--local',
      '--yes',
    );

    expect(messages).toMatchObject([{ replayed: true }, { replayed: true }]);
    expect(await requests()).toEqual(['R-third']);
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

  test('changes nothing where nothing is edited', async () => {
    await reject(hire('same', { type: 'SUPER_USER' }));
    const id = await onlyId();
    await editorThat('s/nothing/else/');

    const end = await session.joiner('failed', 'edit', id, '--local', '--yes');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stderr).toContain('Nothing is changed.');
    expect(await requests()).toEqual(['R-same']);
  });
});

describe('joiner failed drop --sent', () => {
  const dropSent = (file: string) =>
    session.json('failed', 'drop', '--sent', file, '--local', '--yes');
  /** As an operator fixes a file: in an editor. */
  async function exportFixed(name: string, wrong: string, right: string): Promise<string> {
    const exported = join(session.folder, `${name}.jsonl`);
    await session.joiner('failed', 'export', exported, '--local');
    const text = await readFile(exported, 'utf8');
    return session.writeFile(`${name}-fixed.jsonl`, text.replaceAll(wrong, right));
  }

  test('removes the originals of a file that was exported, fixed and sent, without an event', async () => {
    await reject(JSON.stringify({ emailAddress: 'fix@example' }));
    await reject(hire('also', { type: 'ADMIN' }));
    const before = await requests();
    const file = await exportFixed('fix', '@example"', '@example.com"');
    await session.joiner('send', file, '--skip-rejected', '--local', '--yes');
    await session.untilDone();

    const result = await dropSent(file);

    expect(before).toHaveLength(2);
    expect(result).toMatchObject({ removed: 1, open: [expect.anything()], lost: 0, left: 0 });
    expect(await requests()).toEqual(['R-also']);
    const events = (await session.events()).filter(({ data }) =>
      before.includes(data.requestId ?? ''),
    );
    expect(events.map(({ type }) => type)).not.toContain('joiner.user.dropped.v1');
  });

  test('keeps messages of a file that was not sent, or that failed again', async () => {
    await reject(hire('unfixed', { type: 'SUPER_USER' }));
    const file = await exportFixed('unfixed', 'nothing', 'else');

    const unsent = await dropSent(file);
    await session.joiner('send', file, '--local', '--yes');
    await until(requests, ({ length }) => length === 2);
    const failedAgain = await dropSent(file);

    expect(unsent).toMatchObject({ removed: 0, open: [expect.anything()] });
    expect(failedAgain).toMatchObject({ removed: 0, open: [expect.anything(), expect.anything()] });
    expect(await requests()).toEqual(['R-unfixed', 'R-unfixed']);
  });

  test.each([['an-id'], ['--reason=throttled'], ['--all'], ['--why=left']])(
    'takes no other selection: %s',
    async (argument) => {
      const end = await session.joiner('failed', 'drop', '--sent', 'x', argument, '--local');

      expect(end).toMatchObject({ exitCode: 2 });
      expect(end.stderr).toContain('--sent takes no id, filter, --all or --why');
    },
  );
});

describe('joiner failed drop', () => {
  test('publishes who discards it, when and why, and only then deletes it', async () => {
    await session.putDeadLetters([hire('gone', { employeeId: 'E-1' })]);
    const id = await onlyId();

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
    expect(await list()).toEqual([]);
    expect(await receiveAll(session.sqs, deadLetters)).toEqual([]);
  });

  test('discards every message that matches a filter, and no other', async () => {
    await session.putDeadLetters([hire('one'), hire('two')], 'throttled');
    await session.putDeadLetters([hire('three')]);

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
    expect(await requests()).toEqual(['R-three']);
  });

  test('discards nothing without an id, a filter or --all', async () => {
    await session.putDeadLetters([hire('kept')]);

    const end = await session.joiner('failed', 'drop', '--why', 'left', '--local', '--yes');

    expect(end).toMatchObject({
      exitCode: 2,
      stderr: 'Which messages? Give an id, a filter such as --reason, or --all.\n',
    });
    expect(await requests()).toEqual(['R-kept']);
  });

  test('refuses a message whose own request has an account', async () => {
    await session.send(hire('ready'));
    await session.untilDone();
    await session.putDeadLetters([hire('ready')]);
    const id = await onlyId();

    const end = await session.joiner('failed', 'drop', id, '--why', 'left', '--local', '--yes');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('its hire has an account by this request');
    expect(await requests()).toEqual(['R-ready']);
    const dropped = (await session.events()).filter(({ data }) => data.requestId === 'R-ready');
    expect(dropped.map(({ type }) => type)).toEqual(['joiner.user.provisioned.v1']);
  });

  test('requires a reason', async () => {
    const withoutWhy = await session.joiner('failed', 'drop', 'x', '--local', '--yes');
    const blank = await session.joiner('failed', 'drop', 'x', '--why', ' ', '--local', '--yes');

    expect([withoutWhy.exitCode, blank.exitCode]).toEqual([2, 2]);
  });
});

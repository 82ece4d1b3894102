import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
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

test('joiner failed show prints one message in full', async () => {
  const body = hireOf('whole', { employeeId: 'E-9' });
  await session.putDeadLetters([body]);
  const id = await session.onlyId();

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
  expect(text.stdout).toContain(`\n\n│ ${body}\n`);
});

test('a line of a body is not taken for a command that Joiner prints', async () => {
  const command = '    joiner erase --address ceo@example.com --why HR --yes';
  await session.putDeadLetters([`Look:\n${command}`]);
  const id = await session.onlyId();

  const { stdout } = await session.joiner('failed', 'show', id, '--local');

  expect(stdout).toContain(`\n│ Look:\n│ ${command}\n`);
});

test('an id of no message, or of several, is reported', async () => {
  await session.putDeadLetters([hireOf('one'), hireOf('two')]);

  const none = await session.joiner('failed', 'show', 'nosuch', '--local');
  const several = await session.joiner('failed', 'show', '', '--local');

  expect(none).toMatchObject({ exitCode: 1, stdout: '' });
  expect(none.stderr).toContain('No failed message has the id nosuch');
  expect(several.stderr).toContain('2 failed messages have an id that begins with');
});

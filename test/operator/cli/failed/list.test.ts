import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
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

describe('joiner failed list', () => {
  test('shows failed messages by reason, and exits with a problem', async () => {
    await session.putDeadLetters([hireOf('late', { employeeId: 'E-7' })]);
    await session.reject(hireOf('boss', { type: 'SUPER_USER' }));

    const { exitCode, shown } = await session.inTerminal('failed', 'list', '--local').ended;

    expect(exitCode).toBe(1);
    expect(shown).toContain('target-unavailable: 1 message\nThe directory did not answer.');
    expect(shown).toMatch(/dead-letter │ [-\d]+ [:\d]+Z │ E-7 +│ R-late +│ late@example\.com/);
    expect(shown).toContain('outside-policy: 1 message\ntype: must be allowed here');
    expect(shown).toContain('2 failed messages.');
  });

  test('groups different reasons with one code apart', async () => {
    await session.reject(hireOf('odd', { type: 'ADMIN' }));
    await session.reject(hireOf('long', { firstName: 'x'.repeat(257) }));

    const { stdout } = await session.joiner('failed', 'list', '--local');

    expect(stdout).toMatch(/invalid-message: 1 message\nfirstName: .*\n┌[^└]*R-long[^└]*└/);
    expect(stdout).toMatch(/invalid-message: 1 message\ntype: .*\n┌[^└]*R-odd[^└]*└/);
  });

  test('exits with 0 if there is none', async () => {
    const end = await session.joiner('failed', 'list', '--local');

    expect(end).toEqual({ exitCode: 0, stdout: '\n0 failed messages.\n', stderr: '' });
  });

  test('lists only messages that match, in JSON too', async () => {
    await session.putDeadLetters([hireOf('a', { employeeId: 'E-a' }), hireOf('b')]);

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
    await session.putDeadLetters(names.map((name) => hireOf(name)));

    const { messages } = await session.json('failed', 'list', '--local');

    const expected = names.map((name) => `R-${name}`).sort();
    const listed = messages.map(({ requestId }: { requestId: string }) => requestId);
    expect(listed.sort()).toEqual(expected);
    expect(await session.inFlight(session.deadLetters)).toBe(0);
    expect(await session.requests()).toEqual(expected);
  });
});

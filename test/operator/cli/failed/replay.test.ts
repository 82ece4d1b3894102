import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ENTER } from '../../../support/operator/cli-session.ts';
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

test('joiner failed replay shows its messages, asks, and reports the result', async () => {
  await session.putDeadLetters([hireOf('again')]);
  await session.putDeadLetters([hireOf('other')], 'throttled');
  const run = session.inTerminal('failed', 'replay', '--local', '--reason', 'target-unavailable');
  await run.untilShown('Send 1 message back to the new-hire queue, at up to 5 a second?');
  const batch = await session.inFlight(session.deadLetters);

  run.type(`y${ENTER}`);

  const { exitCode, shown } = await run.ended;
  // The other message was read and released.
  expect(batch).toBe(1);
  expect(exitCode).toBe(0);
  expect(shown).toContain('R-again');
  expect(shown).toContain('1 replayed: 1 done, 0 failed again, 0 waiting to be retried; 0 left');
  expect(await session.requests()).toEqual(['R-other']);
});

describe('joiner failed replay, of messages that would be rejected again,', () => {
  beforeEach(async () => {
    await session.reject(hireOf('chief', { type: 'SUPER_USER' }));
    await session.putDeadLetters([hireOf('plain')]);
  });

  test('leaves them out, and sends the others', async () => {
    const end = await session.joiner('failed', 'replay', '--local', '--yes');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('1 message would be rejected again');
    expect(end.stderr).toContain('Without --all, such messages are left out.');
    expect(end.stdout).toContain('1 replayed: 1 done');
    expect(end.stdout).toContain('; 1 left\n');
    expect(await session.requests()).toEqual(['R-chief']);
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
    expect(await session.requests()).toEqual(['R-chief', 'R-plain']);
  });

  test('sends them with --all', async () => {
    const result = await session.json('failed', 'replay', '--local', '--all', '--yes');

    expect(result).toMatchObject({ replayed: 2, done: 1, failed: 1, refused: 0, left: 0 });
  });

  test('sends one that is named by its id', async () => {
    const chief = (await session.list()).find(({ requestId }) => requestId === 'R-chief');

    const result = await session.json('failed', 'replay', chief?.id ?? '', '--local', '--yes');

    expect(result).toMatchObject({ replayed: 1, failed: 1 });
  });
});

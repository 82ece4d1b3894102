import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type FailedSession,
  hireOf,
  startFailedSession,
} from '../../../support/operator/failed-session.ts';

/** Together 60 MB: they do not fit in the memory that the commands get. */
const MESSAGES = 300;
const LENGTH = 200_000;
const LITTLE_MEMORY = { NODE_OPTIONS: '--max-old-space-size=48' };

let session: FailedSession;

beforeAll(async () => {
  session = await startFailedSession();
  const names = Array.from({ length: MESSAGES }, (_, index) => `m${index}`);
  const bodies = names.map((name) => hireOf(name, { notes: 'x'.repeat(LENGTH) }));
  for (let start = 0; start < MESSAGES; start += 5)
    await session.putDeadLetters(bodies.slice(start, start + 5));
});

afterAll(() => session.stop());

describe('with more failed messages than memory', () => {
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

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type FailedSession,
  hireOf,
  startFailedSession,
} from '../../../support/operator/failed-session.ts';
import { until } from '../../../support/time/until.ts';

let session: FailedSession;

beforeAll(async () => {
  session = await startFailedSession();
});

afterAll(() => session.stop());

/** Every test starts with empty queues. */
afterEach(() => session.purgeFailed());

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
    await session.reject(JSON.stringify({ emailAddress: 'fix@example' }));
    await session.reject(hireOf('also', { type: 'ADMIN' }));
    const before = await session.requests();
    const file = await exportFixed('fix', '@example"', '@example.com"');
    await session.joiner('send', file, '--skip-rejected', '--local', '--yes');
    await session.untilDone();

    const result = await dropSent(file);

    expect(before).toHaveLength(2);
    expect(result).toMatchObject({ removed: 1, open: [expect.anything()], lost: 0, left: 0 });
    expect(await session.requests()).toEqual(['R-also']);
    const events = (await session.events()).filter(({ data }) =>
      before.includes(data.requestId ?? ''),
    );
    expect(events.map(({ type }) => type)).not.toContain('joiner.user.dropped.v1');
  });

  test('keeps messages of a file that was not sent, or that failed again', async () => {
    await session.reject(hireOf('unfixed', { type: 'SUPER_USER' }));
    const file = await exportFixed('unfixed', 'nothing', 'else');

    const unsent = await dropSent(file);
    await session.joiner('send', file, '--local', '--yes');
    await until(session.requests, ({ length }) => length === 2);
    const failedAgain = await dropSent(file);

    expect(unsent).toMatchObject({ removed: 0, open: [expect.anything()] });
    expect(failedAgain).toMatchObject({ removed: 0, open: [expect.anything(), expect.anything()] });
    expect(await session.requests()).toEqual(['R-unfixed', 'R-unfixed']);
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

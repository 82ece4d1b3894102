import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readHireFile } from '../../../../src/operator/send/hire-file.ts';
import { readDigests } from '../../../../src/operator/stack/stack.ts';
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

const pseudonymOf = async (text: string) => (await readDigests(session.operated)).pseudonymOf(text);

describe('joiner failed export', () => {
  test('writes a file for its owner alone, which joiner send reads', async () => {
    const spread = JSON.stringify({ emailAddress: 'spread@example.com' }, null, 2);
    await session.putDeadLetters([hireOf('line'), spread]);
    const requestId = await pseudonymOf(spread);
    const file = join(session.folder, 'export.jsonl');

    const end = await session.joiner('failed', 'export', file, '--local');

    const bodies = (await readHireFile(file)).messages.map(({ body }) => body);
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(bodies.sort()).toEqual(
      [hireOf('line'), JSON.stringify({ emailAddress: 'spread@example.com', requestId })].sort(),
    );
    expect(await session.list()).toHaveLength(2);
  });

  test('writes the request id of a hire without one, so that a fix keeps it', async () => {
    const body = JSON.stringify({ emailAddress: 'nameless@example' });
    await session.reject(body);
    const file = join(session.folder, 'nameless.jsonl');

    await session.joiner('failed', 'export', file, '--local');

    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      emailAddress: 'nameless@example',
      requestId: await pseudonymOf(body),
    });
  });

  test('writes a hire after a byte-order mark without the mark', async () => {
    await session.putDeadLetters([`\ufeff${hireOf('marked')}`]);
    const file = join(session.folder, 'marked.jsonl');

    await session.joiner('failed', 'export', file, '--local');

    expect(await readFile(file, 'utf8')).toBe(`${hireOf('marked')}\n`);
  });

  test('names messages that no such file can hold, and overwrites nothing', async () => {
    await session.reject('not json');
    const id = await session.onlyId();
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

  test('writes a body as it is that is nested too deep to be read, and all others', async () => {
    const levels = 60_000;
    const deep = `{\n"emailAddress": ${'['.repeat(levels)}${']'.repeat(levels)}}`;
    await session.putDeadLetters([hireOf('before'), deep, hireOf('after')]);
    const messages = await session.list();
    const id = messages.find(({ address }) => address === undefined)?.id;
    const file = join(session.folder, 'deep.jsonl');

    const end = await session.joiner('failed', 'export', file, '--local');

    const bodies = (await readHireFile(file)).messages.map(({ body }) => body);
    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stdout).toContain('3 messages written');
    expect(end.stderr).toContain('nested deeper than 64 levels');
    expect(end.stderr).toContain(`joiner failed show ${id}`);
    expect(bodies.sort()).toEqual(
      [hireOf('before'), hireOf('after'), deep.replace('\n', ' ')].sort(),
    );
  });
});

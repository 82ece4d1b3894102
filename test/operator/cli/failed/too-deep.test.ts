import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FailedSession,
  hireOf,
  startFailedSession,
} from '../../../support/operator/failed-session.ts';

const LEVELS = 60_000;
const DEEP = `{\n"emailAddress": ${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}}`;

let session: FailedSession;
let id: string;
/** Each test has a hire of its own, as an account outlives its test. */
let hires = 0;
let flat: string;

beforeAll(async () => {
  session = await startFailedSession();
});

afterAll(() => session.stop());

afterEach(() => session.purgeFailed());

describe('beside a message that is nested too deep to be read', () => {
  beforeEach(async () => {
    hires += 1;
    flat = `flat${hires}`;
    await session.putDeadLetters([hireOf(flat), DEEP]);
    id = (await session.list()).find(({ address }) => address === undefined)?.id ?? '';
  });

  test('joiner failed list lists the others too', async () => {
    const end = await session.joiner('failed', 'list', '--local');

    expect(end.stdout).toContain('2 failed messages.');
    expect(end.stdout).toContain(`${flat}@example.com`);
  });

  test('joiner failed show shows it as it is', async () => {
    const { body } = await session.json('failed', 'show', id, '--local');

    expect(body).toBe(DEEP);
  });

  test('joiner failed replay leaves it out, and sends the others', async () => {
    const end = await session.joiner('failed', 'replay', '--local', '--yes');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stderr).toContain('1 message would be rejected again');
    expect((await session.list()).map((message) => message.id)).toEqual([id]);
  });

  test('joiner failed edit replaces it', async () => {
    await session.editorThat(`1,$c\\${hireOf('fixed')}`);

    const end = await session.joiner('failed', 'edit', id, '--local', '--yes');

    expect(end).toMatchObject({ exitCode: 0 });
    expect(await session.requests()).toEqual([`R-${flat}`]);
  });

  test('joiner failed drop drops it with the others', async () => {
    const options = ['--all', '--why', 'a test', '--local', '--yes'];

    const end = await session.joiner('failed', 'drop', ...options);

    expect(end).toMatchObject({ exitCode: 0 });
    expect(await session.list()).toEqual([]);
  });
});

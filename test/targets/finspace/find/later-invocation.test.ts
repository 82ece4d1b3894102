import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Target } from '../../../../src/provisioning/ports.ts';
import { inTime, type PagedDirectory, startPagedDirectory } from './paged-directory.ts';

let directory: PagedDirectory;

beforeEach(async () => {
  directory = await startPagedDirectory();
});

afterEach(() => directory.stop());

describe('a target that is asked again in a later invocation', () => {
  let target: Target;
  beforeEach(() => {
    target = directory.newTarget();
  });

  const find = (emailAddress: string) => target.find(emailAddress, undefined, inTime);

  test('a target that is asked again in a later invocation reads on where its last search stopped', async () => {
    directory.addUser({ emailAddress: 'zoe@example.com' });
    directory.fillPages(1);
    const ada = directory.addUser({ emailAddress: 'ada@example.com' });
    directory.fillPages(2);

    await find('zoe@example.com');
    const ofAda = await find('ada@example.com');

    expect(ofAda).toMatchObject({ kind: 'found', users: [{ userId: ada.userId }] });
    expect(directory.pagesRead()).toBe(2);
  });

  test('a target that is asked again in a later invocation says absent only after every page, wherever it began', async () => {
    directory.addUser({ emailAddress: 'zoe@example.com' });
    directory.fillPages(3);

    await find('zoe@example.com');
    const readBefore = directory.pagesRead();

    expect(await find('nobody@example.com')).toEqual({ kind: 'absent' });
    expect(directory.pagesRead() - readBefore).toBe(4);
  });

  test('a target that is asked again in a later invocation finds who came since to a page that it had read', async () => {
    directory.fillPages(1);
    directory.addUser({ emailAddress: 'zoe@example.com' });
    directory.fillPages(1);
    await find('zoe@example.com');
    const [somebody] = directory.users();
    directory.updateUser(somebody?.userId ?? '', { emailAddress: 'ada@example.com' });

    expect(await find('ada@example.com')).toMatchObject({
      kind: 'found',
      users: [{ userId: somebody?.userId }],
    });
  });

  test('a target that is asked again in a later invocation asks by their id for whom it has seen, and shows them as they are now', async () => {
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });
    directory.fillPages(3);
    await find('nobody@example.com');
    const readBefore = directory.pagesRead();
    directory.updateUser(zoe.userId, { status: 'DISABLED' });

    expect(await find('zoe@example.com')).toMatchObject({
      kind: 'found',
      users: [{ userId: zoe.userId, status: 'DISABLED' }],
    });
    expect(directory.pagesRead() - readBefore).toBe(0);
  });

  test('searches for whom it has seen and who is gone', async () => {
    const gone = directory.addUser({ emailAddress: 'zoe@example.com' });
    directory.fillPages(1);
    await find('nobody@example.com');
    directory.removeUser(gone.userId);
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });

    expect(await find('zoe@example.com')).toMatchObject({
      kind: 'found',
      users: [{ userId: zoe.userId }],
    });
  });

  test('searches for whom it has seen and who has another address now', async () => {
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });
    await find('nobody@example.com');
    directory.updateUser(zoe.userId, { emailAddress: 'ada@example.com' });

    expect(await find('zoe@example.com')).toEqual({ kind: 'absent' });
  });

  test('a target that is asked again in a later invocation asks but once for one who is gone', async () => {
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });
    await find('nobody@example.com');
    directory.removeUser(zoe.userId);

    await find('zoe@example.com');
    await find('zoe@example.com');

    expect(directory.countCalls('GetUser')).toBe(1);
  });

  test('searches for one whom it has seen in another spelling only', async () => {
    directory.addUser({ emailAddress: 'Zoe@example.com' });
    const zoe = directory.addUser({ emailAddress: 'ada@example.com' });
    await find('nobody@example.com');
    directory.updateUser(zoe.userId, { emailAddress: 'zoe@example.com' });

    expect(await find('zoe@example.com')).toEqual({
      kind: 'found',
      users: [expect.objectContaining({ userId: zoe.userId })],
    });
    expect(directory.countCalls('GetUser')).toBe(0);
  });

  test('a target that is asked again in a later invocation waits for one whom it has seen when the directory asks to, and keeps the place', async () => {
    directory.fillPages(2);
    const position = await directory.positionAfter(1, 'zoe@example.com');
    directory.addUser({ emailAddress: 'zoe@example.com' });
    await find('nobody@example.com');
    directory.faults.next('GetUser', { kind: 'throttle', retryAfterSeconds: 7 });

    const throttled = await target.find('zoe@example.com', position, inTime);

    expect(throttled).toEqual({
      kind: 'unfinished',
      position,
      advanced: false,
      cause: 'throttled',
      retryAfterMs: 7000,
    });
    expect(await find('zoe@example.com')).toMatchObject({ kind: 'found' });
  });

  test('begins at the beginning when the directory refuses the place where it stopped', async () => {
    directory.addUser({ emailAddress: 'zoe@example.com' });
    directory.fillPages(2);
    await find('zoe@example.com');
    directory.expirePageTokens();

    expect(await find('nobody@example.com')).toEqual({ kind: 'absent' });
  });

  test.each([
    [{ kind: 'throttle' }, 'the page that has to wait', 2],
    [{ kind: 'internal-error' }, 'the beginning, as the page may be at fault', 3],
  ] as const)(
    'a target that is asked again in a later invocation after %j continues at %s',
    async (fault, _where, pages) => {
      directory.addUser({ emailAddress: 'zoe@example.com' });
      directory.fillPages(1);
      directory.addUser({ emailAddress: 'ada@example.com' });
      directory.fillPages(1);
      await find('zoe@example.com');
      directory.faults.next('ListUsers', fault);
      await find('ada@example.com');

      await find('ada@example.com');

      // The one that failed is counted too.
      expect(directory.pagesRead()).toBe(1 + pages);
    },
  );
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SearchPosition } from '../../../../src/provisioning/ports.ts';
import { inTime, type PagedDirectory, startPagedDirectory } from './paged-directory.ts';

let directory: PagedDirectory;

beforeEach(async () => {
  directory = await startPagedDirectory();
});

afterEach(() => directory.stop());

describe('letter case', () => {
  test('the exact address wins over another spelling on an earlier page', async () => {
    directory.addUser({ emailAddress: 'Zoe@Example.com' });
    directory.fillPages(1);
    const exact = directory.addUser({ emailAddress: 'zoe@example.com' });

    const answer = await directory.newTarget().find('zoe@example.com', undefined, inTime);

    expect(answer).toEqual({
      kind: 'found',
      users: [expect.objectContaining({ userId: exact.userId })],
    });
  });

  test('one other spelling is found, after the last page only', async () => {
    const other = directory.addUser({ emailAddress: 'Zoe@Example.com' });
    directory.fillPages(2);

    const answer = await directory.newTarget().find('zoe@example.com', undefined, inTime);

    expect(answer).toMatchObject({
      kind: 'found',
      users: [{ userId: other.userId, emailAddress: 'Zoe@Example.com' }],
    });
    expect(directory.pagesRead()).toBe(3);
  });

  test('several other spellings are all found', async () => {
    const spellings = ['Zoe@example.com', 'ZOE@example.com', 'zoe@EXAMPLE.com'];
    for (const emailAddress of spellings) directory.addUser({ emailAddress });

    const answer = await directory.newTarget().find('zoe@example.com', undefined, inTime);

    expect(answer).toMatchObject({
      kind: 'found',
      users: spellings.map((emailAddress) => ({ emailAddress })),
    });
  });

  test('another spelling that an earlier invocation saw is looked up again by its id', async () => {
    const other = directory.addUser({ emailAddress: 'Zoe@example.com' });
    directory.fillPages(2);
    const position = await directory.positionAfter(1, 'zoe@example.com');
    directory.updateUser(other.userId, { status: 'DISABLED' });

    const answer = await directory.newTarget().find('zoe@example.com', position, inTime);

    expect(answer).toMatchObject({
      kind: 'found',
      users: [{ userId: other.userId, status: 'DISABLED' }],
    });
    expect(directory.countCalls('GetUser')).toBe(1);
  });

  test('another spelling that is gone since counts no more', async () => {
    const other = directory.addUser({ emailAddress: 'Zoe@example.com' });
    directory.fillPages(2);
    const position = await directory.positionAfter(1, 'zoe@example.com');
    directory.removeUser(other.userId);

    const answer = await directory.newTarget().find('zoe@example.com', position, inTime);

    expect(answer).toEqual({ kind: 'absent' });
  });

  test('one that is gone since does not hide another that is still there', async () => {
    const gone = directory.addUser({ emailAddress: 'Zoe@example.com' });
    const there = directory.addUser({ emailAddress: 'ZOE@example.com' });
    directory.fillPages(2);
    const position = await directory.positionAfter(1, 'zoe@example.com');
    directory.removeUser(gone.userId);

    const answer = await directory.newTarget().find('zoe@example.com', position, inTime);

    expect(answer).toMatchObject({ kind: 'found', users: [{ userId: there.userId }] });
  });

  test('another spelling that cannot be looked up now is looked up next time', async () => {
    const other = directory.addUser({ emailAddress: 'Zoe@example.com' });
    directory.fillPages(2);
    const position = await directory.positionAfter(1, 'zoe@example.com');
    directory.faults.next('GetUser', { kind: 'throttle', retryAfterSeconds: 7 });

    const throttled = await directory.newTarget().find('zoe@example.com', position, inTime);
    const { position: nextPosition } = throttled as { position: SearchPosition };
    const readBefore = directory.pagesRead();
    const answer = await directory.newTarget().find('zoe@example.com', nextPosition, inTime);

    expect(throttled).toEqual({
      kind: 'unfinished',
      position: expect.any(String),
      advanced: true,
      cause: 'throttled',
      retryAfterMs: 7000,
    });
    expect(answer).toMatchObject({ kind: 'found', users: [{ userId: other.userId }] });
    expect(directory.pagesRead() - readBefore).toBe(1);
  });
});

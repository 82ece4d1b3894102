import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inTime, type PagedDirectory, startPagedDirectory } from './paged-directory.ts';

let directory: PagedDirectory;

beforeEach(async () => {
  directory = await startPagedDirectory();
});

afterEach(() => directory.stop());

describe('one scan serves every search of a batch', () => {
  test('ten searches that begin together read each page once', async () => {
    directory.fillPages(3);
    const target = directory.newTarget();
    const hires = Array.from({ length: 10 }, (_, i) => `hire-${i}@example.com`);

    const answers = await Promise.all(hires.map((hire) => target.find(hire, undefined, inTime)));

    expect(answers).toEqual(hires.map(() => ({ kind: 'absent' })));
    expect(directory.pagesRead()).toBe(3);
  });

  test('each gets its own result', async () => {
    directory.fillPages(1);
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com', firstName: 'Zoë' });
    directory.fillPages(1);
    const ada = directory.addUser({ emailAddress: 'ada@example.com' });
    const target = directory.newTarget();

    const [ofZoe, ofAda, ofNobody] = await Promise.all([
      target.find('zoe@example.com', undefined, inTime),
      target.find('ada@example.com', undefined, inTime),
      target.find('nobody@example.com', undefined, inTime),
    ]);

    expect(ofZoe).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(ofAda).toMatchObject({ kind: 'found', users: [{ userId: ada.userId }] });
    expect(ofNobody).toEqual({ kind: 'absent' });
    expect(directory.pagesRead()).toBe(3);
  });

  test('no page is read once every search has its user', async () => {
    directory.addUser({ emailAddress: 'zoe@example.com' });
    directory.fillPages(3);

    await directory.newTarget().find('zoe@example.com', undefined, inTime);

    expect(directory.pagesRead()).toBe(1);
  });

  test('a found user is shown whole, as the core knows it', async () => {
    const { userId } = directory.addUser({
      emailAddress: 'zoe@example.com',
      type: 'SUPER_USER',
      status: 'DISABLED',
      firstName: 'Zoë',
      lastName: "O'Neill",
      apiAccess: 'ENABLED',
      apiAccessPrincipalArn: 'arn:aws:iam::111122223333:role/hire',
      createTime: 1_700_000_000_123,
    });

    expect(await directory.newTarget().find('zoe@example.com', undefined, inTime)).toEqual({
      kind: 'found',
      users: [
        {
          userId,
          emailAddress: 'zoe@example.com',
          type: 'SUPER_USER',
          status: 'DISABLED',
          firstName: 'Zoë',
          lastName: "O'Neill",
          apiAccess: 'ENABLED',
          apiAccessPrincipalArn: 'arn:aws:iam::111122223333:role/hire',
          createTimeMs: 1_700_000_000_123,
        },
      ],
    });
  });
});

describe('a search that joins a scan under way', () => {
  test('a search that joins a scan under way asks by their id for who stands on a page that was read before it came', async () => {
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });
    directory.fillPages(3);
    const target = directory.newTarget();
    const ofZoe = directory.joinWhileReadingPage(2, () =>
      target.find('zoe@example.com', undefined, inTime),
    );

    const ofNobody = await target.find('nobody@example.com', undefined, inTime);

    expect(ofNobody).toEqual({ kind: 'absent' });
    expect(await ofZoe).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(directory.pagesRead()).toBe(4);
  });

  test('a search that joins a scan under way goes round to another spelling on a page that was read before it came', async () => {
    const zoe = directory.addUser({ emailAddress: 'Zoe@example.com' });
    directory.fillPages(3);
    const target = directory.newTarget();
    const ofZoe = directory.joinWhileReadingPage(2, () =>
      target.find('zoe@example.com', undefined, inTime),
    );

    await target.find('nobody@example.com', undefined, inTime);

    expect(await ofZoe).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    // Four pages for the first search, then the first two again.
    expect(directory.pagesRead()).toBe(6);
  });

  test('a search that joins a scan under way reads every page itself before it says absent', async () => {
    directory.fillPages(4);
    const target = directory.newTarget();
    const late = directory.joinWhileReadingPage(2, () =>
      target.find('late@example.com', undefined, inTime),
    );

    await target.find('early@example.com', undefined, inTime);
    const readForTheFirst = directory.pagesRead();

    expect(await late).toEqual({ kind: 'absent' });
    expect(readForTheFirst).toBe(4);
    // Pages 3 and 4 together, then 1 and 2 again: page 2 was asked for before the second search came.
    expect(directory.pagesRead()).toBe(6);
  });

  test('a search that joins a scan under way does not take the absence of a search that is over', async () => {
    directory.fillPages(3);
    const target = directory.newTarget();
    await target.find('zoe@example.com', undefined, inTime);
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });

    const again = await target.find('zoe@example.com', undefined, inTime);

    expect(again).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(directory.pagesRead()).toBe(3 + 4);
  });

  test('a search that joins a scan under way is found by the page under way, which it did not ask for', async () => {
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });
    directory.fillPages(2);
    const target = directory.newTarget();
    const ofZoe = directory.joinWhileReadingPage(1, () =>
      target.find('zoe@example.com', undefined, inTime),
    );

    await target.find('nobody@example.com', undefined, inTime);

    expect(await ofZoe).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(directory.pagesRead()).toBe(3);
  });
});

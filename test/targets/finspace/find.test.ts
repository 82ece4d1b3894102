import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../src/local/finspace-double/server.ts';
import type { FindAnswer, SearchPosition, Target } from '../../../src/provisioning/ports.ts';
import type { FinspaceDataClient } from '../../../src/targets/finspace/client/finspace-data-client.ts';
import { createFinspaceTarget } from '../../../src/targets/finspace/target.ts';
import { createTestClient, region } from '../../support/finspace-client.ts';

const usersPerPage = 2;
let directory: FinspaceDouble;
let client: FinspaceDataClient;

beforeEach(async () => {
  directory = await startFinspaceDouble({ pageSize: usersPerPage });
  client = createTestClient(directory.endpoint, {}, 1);
});

afterEach(async () => {
  client.destroy();
  await directory.stop();
});

/** As a new invocation has it: it knows nothing of the searches before. */
const newTarget = (): Target =>
  createFinspaceTarget({ client, accountId: '111122223333', region, environmentId: 'env' });

/** Fills so many pages with users that nobody seeks. */
function fillPages(pages: number): void {
  const first = directory.users().length;
  for (let i = first; i < first + pages * usersPerPage; i += 1) {
    directory.addUser({ emailAddress: `user-${i}@example.com` });
  }
}

function seekers() {
  const pause = new AbortController();
  const abort = new AbortController();
  return { pause, abort, signals: { pause: pause.signal, abort: abort.signal } };
}

const { signals: inTime } = seekers();
const pagesRead = () => directory.countCalls('ListUsers');

/** Calls `act` while the page that is the `count`th from now is being read. */
function whileReadingPage(count: number, act: () => void): void {
  let left = count;
  directory.onRequest((operation, phase) => {
    if (operation !== 'ListUsers' || phase !== 'before') return;
    left -= 1;
    if (left === 0) act();
  });
}

/** Searches with a new target, which is told to pause while it reads its `pages`th page. */
function findInPages(
  pages: number,
  emailAddress: string,
  position?: SearchPosition,
): Promise<FindAnswer> {
  const { pause, signals } = seekers();
  whileReadingPage(pages, () => pause.abort());
  return newTarget().find(emailAddress, position, signals);
}

async function positionAfter(pages: number, emailAddress: string, position?: SearchPosition) {
  const answer = await findInPages(pages, emailAddress, position);
  return (answer as { position: SearchPosition }).position;
}

describe('one scan answers every search of a batch', () => {
  test('ten searches that begin together read each page once', async () => {
    fillPages(3);
    const target = newTarget();
    const hires = Array.from({ length: 10 }, (_, i) => `hire-${i}@example.com`);

    const answers = await Promise.all(hires.map((hire) => target.find(hire, undefined, inTime)));

    expect(answers).toEqual(hires.map(() => ({ kind: 'absent' })));
    expect(pagesRead()).toBe(3);
  });

  test('each gets its own answer', async () => {
    fillPages(1);
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com', firstName: 'Zoë' });
    fillPages(1);
    const ada = directory.addUser({ emailAddress: 'ada@example.com' });
    const target = newTarget();

    const [ofZoe, ofAda, ofNobody] = await Promise.all([
      target.find('zoe@example.com', undefined, inTime),
      target.find('ada@example.com', undefined, inTime),
      target.find('nobody@example.com', undefined, inTime),
    ]);

    expect(ofZoe).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(ofAda).toMatchObject({ kind: 'found', users: [{ userId: ada.userId }] });
    expect(ofNobody).toEqual({ kind: 'absent' });
    expect(pagesRead()).toBe(3);
  });

  test('nobody reads on once everybody is found', async () => {
    directory.addUser({ emailAddress: 'zoe@example.com' });
    fillPages(3);

    await newTarget().find('zoe@example.com', undefined, inTime);

    expect(pagesRead()).toBe(1);
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

    expect(await newTarget().find('zoe@example.com', undefined, inTime)).toEqual({
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

  test('an empty directory has nobody', async () => {
    expect(await newTarget().find('zoe@example.com', undefined, inTime)).toEqual({
      kind: 'absent',
    });
  });
});

describe('a search that joins a scan under way', () => {
  test('asks by their id for who stands on a page that was read before it came', async () => {
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });
    fillPages(3);
    const target = newTarget();
    let ofZoe: Promise<FindAnswer> | undefined;
    whileReadingPage(2, () => {
      ofZoe = target.find('zoe@example.com', undefined, inTime);
    });

    const ofNobody = await target.find('nobody@example.com', undefined, inTime);

    expect(ofNobody).toEqual({ kind: 'absent' });
    expect(await ofZoe).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(pagesRead()).toBe(4);
  });

  test('goes round to another spelling on a page that was read before it came', async () => {
    const zoe = directory.addUser({ emailAddress: 'Zoe@example.com' });
    fillPages(3);
    const target = newTarget();
    let ofZoe: Promise<FindAnswer> | undefined;
    whileReadingPage(2, () => {
      ofZoe = target.find('zoe@example.com', undefined, inTime);
    });

    await target.find('nobody@example.com', undefined, inTime);

    expect(await ofZoe).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    // Four pages for the first search, then the first two again.
    expect(pagesRead()).toBe(6);
  });

  test('reads every page itself before it says absent', async () => {
    fillPages(4);
    const target = newTarget();
    let late: Promise<FindAnswer> | undefined;
    whileReadingPage(2, () => {
      late = target.find('late@example.com', undefined, inTime);
    });

    await target.find('early@example.com', undefined, inTime);
    const readForTheFirst = pagesRead();

    expect(await late).toEqual({ kind: 'absent' });
    expect(readForTheFirst).toBe(4);
    // Pages 3 and 4 together, then 1 and 2 again: page 2 was asked for before the second search came.
    expect(pagesRead()).toBe(6);
  });

  test('does not take the absence of a search that is over', async () => {
    fillPages(3);
    const target = newTarget();
    await target.find('zoe@example.com', undefined, inTime);
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });

    const again = await target.find('zoe@example.com', undefined, inTime);

    expect(again).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(pagesRead()).toBe(3 + 4);
  });

  test('is found by the page under way, which it did not ask for', async () => {
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });
    fillPages(2);
    const target = newTarget();
    let ofZoe: Promise<FindAnswer> | undefined;
    whileReadingPage(1, () => {
      ofZoe = target.find('zoe@example.com', undefined, inTime);
    });

    await target.find('nobody@example.com', undefined, inTime);

    expect(await ofZoe).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(pagesRead()).toBe(3);
  });
});

describe('a search too long for an invocation', () => {
  test('stops at the page under way when told to pause, and says where it stands', async () => {
    fillPages(3);

    const answer = await findInPages(2, 'zoe@example.com');

    expect(answer).toEqual({
      kind: 'unfinished',
      position: expect.any(String),
      advanced: true,
      cause: 'out-of-time',
    });
    expect(pagesRead()).toBe(2);
  });

  test('goes on where it stopped, over several invocations, and reads each page once', async () => {
    fillPages(5);

    const first = await positionAfter(2, 'zoe@example.com');
    const second = await positionAfter(2, 'zoe@example.com', first);
    const last = await newTarget().find('zoe@example.com', second, inTime);

    expect(last).toEqual({ kind: 'absent' });
    expect(pagesRead()).toBe(5);
  });

  test('finds in the second invocation who stands on a later page', async () => {
    fillPages(3);
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });

    const position = await positionAfter(1, 'zoe@example.com');
    const answer = await newTarget().find('zoe@example.com', position, inTime);

    expect(answer).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(pagesRead()).toBe(4);
  });

  test('reads nothing when it has no time at all', async () => {
    const { pause, signals } = seekers();
    pause.abort();

    const answer = await newTarget().find('zoe@example.com', undefined, signals);

    expect(answer).toEqual({ kind: 'unfinished', advanced: false, cause: 'out-of-time' });
    expect(pagesRead()).toBe(0);
  });

  test('keeps its place when it is taken up without time', async () => {
    fillPages(3);
    const position = await positionAfter(1, 'zoe@example.com');
    const { pause, signals } = seekers();
    pause.abort();

    const answer = await newTarget().find('zoe@example.com', position, signals);

    expect(answer).toEqual({ kind: 'unfinished', position, advanced: false, cause: 'out-of-time' });
  });

  test('that joined in the middle goes round in the next invocation, to where it joined', async () => {
    fillPages(4);
    const target = newTarget();
    const late = seekers();
    let ofLate: Promise<FindAnswer> | undefined;
    whileReadingPage(2, () => {
      ofLate = target.find('late@example.com', undefined, late.signals);
      whileReadingPage(1, () => late.pause.abort());
    });
    await target.find('early@example.com', undefined, inTime);
    const { position } = (await ofLate) as { position: SearchPosition };
    const readBefore = pagesRead();

    const answer = await newTarget().find('late@example.com', position, inTime);

    expect(answer).toEqual({ kind: 'absent' });
    // It had read page 3: now 4, 1 and 2.
    expect(pagesRead() - readBefore).toBe(3);
  });

  test('that was paused after it went round remembers that', async () => {
    fillPages(4);
    const target = newTarget();
    const late = seekers();
    let ofLate: Promise<FindAnswer> | undefined;
    whileReadingPage(2, () => {
      ofLate = target.find('late@example.com', undefined, late.signals);
      whileReadingPage(3, () => late.pause.abort());
    });
    await target.find('early@example.com', undefined, inTime);
    const { position } = (await ofLate) as { position: SearchPosition };
    const readBefore = pagesRead();

    const answer = await newTarget().find('late@example.com', position, inTime);

    expect(answer).toEqual({ kind: 'absent' });
    // It had read pages 3, 4 and 1: only 2 is left.
    expect(pagesRead() - readBefore).toBe(1);
  });

  test('pauses alone: the others go on', async () => {
    fillPages(3);
    const target = newTarget();
    const { pause, signals } = seekers();
    whileReadingPage(1, () => pause.abort());

    const [paused, other] = await Promise.all([
      target.find('zoe@example.com', undefined, signals),
      target.find('ada@example.com', undefined, inTime),
    ]);

    expect(paused).toMatchObject({ kind: 'unfinished', advanced: true, cause: 'out-of-time' });
    expect(other).toEqual({ kind: 'absent' });
  });

  test('starts anew from a position that is none of its own', async () => {
    fillPages(2);
    const foreign = [
      '',
      'page 7',
      'null',
      '[]',
      '{"next":"a","wrapped":false}',
      '{"next":"a","otherCase":[]}',
      '{"next":7,"wrapped":false,"otherCase":[]}',
      '{"start":7,"next":"a","wrapped":false,"otherCase":[]}',
    ];

    const answers = await Promise.all(
      foreign.map((position) => newTarget().find('zoe@example.com', position, inTime)),
    );

    expect(answers).toEqual(foreign.map(() => ({ kind: 'absent' })));
    expect(pagesRead()).toBe(foreign.length * 2);
  });
});

describe('searches that are taken up at different pages', () => {
  test('are found by pages that are read for another', async () => {
    fillPages(1);
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });
    fillPages(2);
    const secondPage = await positionAfter(1, 'ada@example.com');
    const thirdPage = await positionAfter(2, 'nobody@example.com');
    const readBefore = pagesRead();
    const target = newTarget();

    const ofAda = target.find('ada@example.com', secondPage, inTime);
    const ofZoe = await target.find('zoe@example.com', thirdPage, inTime);
    const readForZoe = pagesRead() - readBefore;

    expect(ofZoe).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(readForZoe).toBe(1);
    expect(await ofAda).toEqual({ kind: 'absent' });
  });

  test('read on together once one comes to the page of the other', async () => {
    fillPages(4);
    const secondPage = await positionAfter(1, 'ada@example.com');
    const fourthPage = await positionAfter(3, 'zoe@example.com');
    const readBefore = pagesRead();
    const target = newTarget();

    const answers = await Promise.all([
      target.find('ada@example.com', secondPage, inTime),
      target.find('zoe@example.com', fourthPage, inTime),
    ]);

    expect(answers).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    expect(pagesRead() - readBefore).toBe(3);
  });

  test('are each read to their end', async () => {
    fillPages(4);
    const fourthPage = await positionAfter(3, 'zoe@example.com');
    const secondPage = await positionAfter(1, 'ada@example.com');
    const readBefore = pagesRead();
    const target = newTarget();

    const answers = await Promise.all([
      target.find('zoe@example.com', fourthPage, inTime),
      target.find('ada@example.com', secondPage, inTime),
    ]);

    expect(answers).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    expect(pagesRead() - readBefore).toBe(1 + 3);
  });

  test('at a page that is under way for another take it too', async () => {
    fillPages(3);
    const secondPage = await positionAfter(1, 'zoe@example.com');
    const readBefore = pagesRead();
    const target = newTarget();
    let ofLate: Promise<FindAnswer> | undefined;
    whileReadingPage(1, () => {
      ofLate = target.find('late@example.com', secondPage, inTime);
    });

    await target.find('zoe@example.com', secondPage, inTime);

    expect(await ofLate).toEqual({ kind: 'absent' });
    expect(pagesRead() - readBefore).toBe(2);
  });

  test('that another has just passed catch up, and then they read on together', async () => {
    fillPages(6);
    const secondPage = await positionAfter(1, 'zoe@example.com');
    const readBefore = pagesRead();
    const target = newTarget();
    const late: Promise<FindAnswer>[] = [];
    whileReadingPage(2, () => {
      late.push(target.find('late@example.com', secondPage, inTime));
      whileReadingPage(1, () => {
        late.push(target.find('later@example.com', secondPage, inTime));
      });
    });

    await target.find('zoe@example.com', secondPage, inTime);
    const readForTheFirst = pagesRead() - readBefore;

    expect(await Promise.all(late)).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    // Pages 2 and 3, both again for the late ones, and 4 to 6 for all.
    expect(readForTheFirst).toBe(7);
    expect(pagesRead() - readBefore).toBe(7);
  });

  test('are joined by a new one at the page of the first', async () => {
    fillPages(3);
    const thirdPage = await positionAfter(2, 'zoe@example.com');
    const readBefore = pagesRead();
    const target = newTarget();

    const answers = await Promise.all([
      target.find('zoe@example.com', thirdPage, inTime),
      target.find('new@example.com', undefined, inTime),
    ]);

    expect(answers).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    // Page 3 for both, then 1 and 2 for the new one.
    expect(pagesRead() - readBefore).toBe(3);
  });
});

describe('a target that is asked again in a later invocation', () => {
  let target: Target;
  beforeEach(() => {
    target = newTarget();
  });

  const find = (emailAddress: string) => target.find(emailAddress, undefined, inTime);

  test('reads on where its last search stopped', async () => {
    directory.addUser({ emailAddress: 'zoe@example.com' });
    fillPages(1);
    const ada = directory.addUser({ emailAddress: 'ada@example.com' });
    fillPages(2);

    await find('zoe@example.com');
    const ofAda = await find('ada@example.com');

    expect(ofAda).toMatchObject({ kind: 'found', users: [{ userId: ada.userId }] });
    expect(pagesRead()).toBe(2);
  });

  test('says absent only after every page, wherever it began', async () => {
    directory.addUser({ emailAddress: 'zoe@example.com' });
    fillPages(3);

    await find('zoe@example.com');
    const readBefore = pagesRead();

    expect(await find('nobody@example.com')).toEqual({ kind: 'absent' });
    expect(pagesRead() - readBefore).toBe(4);
  });

  test('finds who came since to a page that it had read', async () => {
    fillPages(1);
    directory.addUser({ emailAddress: 'zoe@example.com' });
    fillPages(1);
    await find('zoe@example.com');
    const [somebody] = directory.users();
    directory.updateUser(somebody?.userId ?? '', { emailAddress: 'ada@example.com' });

    expect(await find('ada@example.com')).toMatchObject({
      kind: 'found',
      users: [{ userId: somebody?.userId }],
    });
  });

  test('asks by their id for whom it has seen, and shows them as they are now', async () => {
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });
    fillPages(3);
    await find('nobody@example.com');
    const readBefore = pagesRead();
    directory.updateUser(zoe.userId, { status: 'DISABLED' });

    expect(await find('zoe@example.com')).toMatchObject({
      kind: 'found',
      users: [{ userId: zoe.userId, status: 'DISABLED' }],
    });
    expect(pagesRead() - readBefore).toBe(0);
  });

  test('searches for whom it has seen and who is gone', async () => {
    const gone = directory.addUser({ emailAddress: 'zoe@example.com' });
    fillPages(1);
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

  test('asks but once for one who is gone', async () => {
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

  test('waits for one whom it has seen when the directory asks to, and keeps the place', async () => {
    fillPages(2);
    const position = await positionAfter(1, 'zoe@example.com');
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
    fillPages(2);
    await find('zoe@example.com');
    directory.expirePageTokens();

    expect(await find('nobody@example.com')).toEqual({ kind: 'absent' });
  });

  test.each([
    [{ kind: 'throttle' }, 'the page that has to wait', 2],
    [{ kind: 'internal-error' }, 'the beginning, as the page may be at fault', 3],
  ] as const)('after %j goes on at %s', async (fault, _where, pages) => {
    directory.addUser({ emailAddress: 'zoe@example.com' });
    fillPages(1);
    directory.addUser({ emailAddress: 'ada@example.com' });
    fillPages(1);
    await find('zoe@example.com');
    directory.faults.next('ListUsers', fault);
    await find('ada@example.com');

    await find('ada@example.com');

    // The one that failed is counted too.
    expect(pagesRead()).toBe(1 + pages);
  });
});

describe('letter case', () => {
  test('the exact address wins over another spelling on an earlier page', async () => {
    directory.addUser({ emailAddress: 'Zoe@Example.com' });
    fillPages(1);
    const exact = directory.addUser({ emailAddress: 'zoe@example.com' });

    const answer = await newTarget().find('zoe@example.com', undefined, inTime);

    expect(answer).toEqual({
      kind: 'found',
      users: [expect.objectContaining({ userId: exact.userId })],
    });
  });

  test('one other spelling is found, after the last page only', async () => {
    const other = directory.addUser({ emailAddress: 'Zoe@Example.com' });
    fillPages(2);

    const answer = await newTarget().find('zoe@example.com', undefined, inTime);

    expect(answer).toMatchObject({
      kind: 'found',
      users: [{ userId: other.userId, emailAddress: 'Zoe@Example.com' }],
    });
    expect(pagesRead()).toBe(3);
  });

  test('several other spellings are all found', async () => {
    const spellings = ['Zoe@example.com', 'ZOE@example.com', 'zoe@EXAMPLE.com'];
    for (const emailAddress of spellings) directory.addUser({ emailAddress });

    const answer = await newTarget().find('zoe@example.com', undefined, inTime);

    expect(answer).toMatchObject({
      kind: 'found',
      users: spellings.map((emailAddress) => ({ emailAddress })),
    });
  });

  test('another spelling that an earlier invocation saw is looked up again by its id', async () => {
    const other = directory.addUser({ emailAddress: 'Zoe@example.com' });
    fillPages(2);
    const position = await positionAfter(1, 'zoe@example.com');
    directory.updateUser(other.userId, { status: 'DISABLED' });

    const answer = await newTarget().find('zoe@example.com', position, inTime);

    expect(answer).toMatchObject({
      kind: 'found',
      users: [{ userId: other.userId, status: 'DISABLED' }],
    });
    expect(directory.countCalls('GetUser')).toBe(1);
  });

  test('another spelling that is gone since counts no more', async () => {
    const other = directory.addUser({ emailAddress: 'Zoe@example.com' });
    fillPages(2);
    const position = await positionAfter(1, 'zoe@example.com');
    directory.removeUser(other.userId);

    const answer = await newTarget().find('zoe@example.com', position, inTime);

    expect(answer).toEqual({ kind: 'absent' });
  });

  test('one that is gone since does not hide another that is still there', async () => {
    const gone = directory.addUser({ emailAddress: 'Zoe@example.com' });
    const there = directory.addUser({ emailAddress: 'ZOE@example.com' });
    fillPages(2);
    const position = await positionAfter(1, 'zoe@example.com');
    directory.removeUser(gone.userId);

    const answer = await newTarget().find('zoe@example.com', position, inTime);

    expect(answer).toMatchObject({ kind: 'found', users: [{ userId: there.userId }] });
  });

  test('another spelling that cannot be looked up now is looked up next time', async () => {
    const other = directory.addUser({ emailAddress: 'Zoe@example.com' });
    fillPages(2);
    const position = await positionAfter(1, 'zoe@example.com');
    directory.faults.next('GetUser', { kind: 'throttle', retryAfterSeconds: 7 });

    const throttled = await newTarget().find('zoe@example.com', position, inTime);
    const { position: nextPosition } = throttled as { position: SearchPosition };
    const readBefore = pagesRead();
    const answer = await newTarget().find('zoe@example.com', nextPosition, inTime);

    expect(throttled).toEqual({
      kind: 'unfinished',
      position: expect.any(String),
      advanced: true,
      cause: 'throttled',
      retryAfterMs: 7000,
    });
    expect(answer).toMatchObject({ kind: 'found', users: [{ userId: other.userId }] });
    expect(pagesRead() - readBefore).toBe(1);
  });
});

describe('when a page cannot be read', () => {
  test.each([
    [
      { kind: 'throttle', retryAfterSeconds: 7 },
      { cause: 'throttled', retryAfterMs: 7000 },
    ],
    [{ kind: 'internal-error' }, { cause: 'target-unavailable' }],
    [{ kind: 'unavailable' }, { cause: 'target-unavailable' }],
    [{ kind: 'drop' }, { cause: 'target-unavailable' }],
    [{ kind: 'access-denied' }, { cause: 'target-denied-access' }],
  ] as const)('%j: the search stays where it is and says %j', async (fault, why) => {
    fillPages(3);
    const position = await positionAfter(1, 'zoe@example.com');
    directory.faults.always('ListUsers', fault);

    const stopped = await newTarget().find('zoe@example.com', position, inTime);
    directory.faults.clear();
    const answer = await newTarget().find('zoe@example.com', position, inTime);

    expect(stopped).toEqual({ kind: 'unfinished', position, advanced: false, ...why });
    expect(answer).toEqual({ kind: 'absent' });
  });

  test('a later page: what was read before is kept', async () => {
    fillPages(3);
    whileReadingPage(2, () => directory.faults.next('ListUsers', { kind: 'throttle' }));

    const stopped = await newTarget().find('zoe@example.com', undefined, inTime);
    const { position } = stopped as { position: SearchPosition };
    const readBefore = pagesRead();
    const answer = await newTarget().find('zoe@example.com', position, inTime);

    expect(stopped).toMatchObject({ kind: 'unfinished', advanced: true, cause: 'throttled' });
    expect(answer).toEqual({ kind: 'absent' });
    expect(pagesRead() - readBefore).toBe(2);
  });

  test('everybody is told at once, and no further page is asked for', async () => {
    fillPages(3);
    directory.faults.next('ListUsers', { kind: 'throttle' });
    const target = newTarget();

    const answers = await Promise.all(
      ['a@b.co', 'b@b.co'].map((hire) => target.find(hire, undefined, inTime)),
    );

    const unfinished = { kind: 'unfinished', advanced: false, cause: 'throttled' };
    expect(answers).toEqual([unfinished, unfinished]);
    expect(pagesRead()).toBe(1);
  });

  test('the next search of the same target begins as if nothing had been', async () => {
    fillPages(2);
    directory.faults.next('ListUsers', { kind: 'throttle' });
    const target = newTarget();
    await target.find('zoe@example.com', undefined, inTime);

    expect(await target.find('zoe@example.com', undefined, inTime)).toEqual({ kind: 'absent' });
  });

  test('a cursor that is refused is dropped, and rejects nobody', async () => {
    fillPages(3);
    const position = await positionAfter(1, 'zoe@example.com');
    directory.expirePageTokens();

    const answer = await newTarget().find('zoe@example.com', position, inTime);

    expect(answer).toEqual({ kind: 'unfinished', advanced: false, cause: 'target-unavailable' });
  });

  test('a cursor that is refused stops nobody who stands elsewhere', async () => {
    fillPages(3);
    const stale = await positionAfter(1, 'zoe@example.com');
    directory.expirePageTokens();
    const fresh = await positionAfter(2, 'ada@example.com');
    const target = newTarget();

    const [refused, other] = await Promise.all([
      target.find('zoe@example.com', stale, inTime),
      target.find('ada@example.com', fresh, inTime),
    ]);

    expect(refused).toMatchObject({ kind: 'unfinished', cause: 'target-unavailable' });
    expect(other).toEqual({ kind: 'absent' });
  });

  test('a beginning that is refused is not taken for a cursor', async () => {
    directory.faults.next('ListUsers', { kind: 'validation' });

    const answer = await newTarget().find('zoe@example.com', undefined, inTime);

    expect(answer).toMatchObject({ kind: 'unfinished', cause: 'unexpected-error' });
  });
});

describe('when the deadline passes', () => {
  test('the call under way is stopped and the place is kept', async () => {
    fillPages(3);
    const position = await positionAfter(1, 'zoe@example.com');
    directory.onRequest(() => {});
    directory.faults.next('ListUsers', { kind: 'hang' });
    const { abort, signals } = seekers();

    const search = newTarget().find('zoe@example.com', position, signals);
    await directory.faults.untilHanging();
    abort.abort();

    expect(await search).toEqual({
      kind: 'unfinished',
      position,
      advanced: false,
      cause: 'out-of-time',
    });
  });

  test('for one of two, the other goes on with the page', async () => {
    fillPages(2);
    directory.faults.next('ListUsers', { kind: 'hang' });
    const target = newTarget();
    const { abort, signals } = seekers();

    const late = target.find('zoe@example.com', undefined, signals);
    const other = target.find('ada@example.com', undefined, inTime);
    await directory.faults.untilHanging();
    abort.abort();
    const ofLate = await late;
    directory.faults.release();

    expect(ofLate).toEqual({ kind: 'unfinished', advanced: false, cause: 'out-of-time' });
    expect(await other).toEqual({ kind: 'absent' });
    expect(pagesRead()).toBe(2);
  });

  test('for all, all are answered and the target can be asked again', async () => {
    fillPages(2);
    directory.faults.next('ListUsers', { kind: 'hang' });
    const target = newTarget();
    const { abort, signals } = seekers();

    const searches = ['a@b.co', 'b@b.co'].map((hire) => target.find(hire, undefined, signals));
    await directory.faults.untilHanging();
    abort.abort();

    const unfinished = { kind: 'unfinished', advanced: false, cause: 'out-of-time' };
    expect(await Promise.all(searches)).toEqual([unfinished, unfinished]);
    expect(await target.find('a@b.co', undefined, inTime)).toEqual({ kind: 'absent' });
  });

  test('before the search begins, nothing is asked', async () => {
    const { abort, signals } = seekers();
    abort.abort();

    const answer = await newTarget().find('zoe@example.com', undefined, signals);

    expect(answer).toEqual({ kind: 'unfinished', advanced: false, cause: 'out-of-time' });
    expect(pagesRead()).toBe(0);
  });
});

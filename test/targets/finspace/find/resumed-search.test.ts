import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FindResult, SearchPosition } from '../../../../src/provisioning/ports.ts';
import { inTime, type PagedDirectory, seekers, startPagedDirectory } from './paged-directory.ts';

let directory: PagedDirectory;

beforeEach(async () => {
  directory = await startPagedDirectory();
});

afterEach(() => directory.stop());

describe('a search too long for an invocation', () => {
  test('a search too long for an invocation stops after the page that it reads when it must pause, and returns its position', async () => {
    directory.fillPages(3);

    const answer = await directory.findInPages(2, 'zoe@example.com');

    expect(answer).toEqual({
      kind: 'unfinished',
      position: expect.any(String),
      advanced: true,
      cause: 'out-of-time',
    });
    expect(directory.pagesRead()).toBe(2);
  });

  test('a search too long for an invocation continues where it stopped, over several invocations, and reads each page once', async () => {
    directory.fillPages(5);

    const first = await directory.positionAfter(2, 'zoe@example.com');
    const second = await directory.positionAfter(2, 'zoe@example.com', first);
    const last = await directory.newTarget().find('zoe@example.com', second, inTime);

    expect(last).toEqual({ kind: 'absent' });
    expect(directory.pagesRead()).toBe(5);
  });

  test('a search too long for an invocation finds in the second invocation who stands on a later page', async () => {
    directory.fillPages(3);
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });

    const position = await directory.positionAfter(1, 'zoe@example.com');
    const answer = await directory.newTarget().find('zoe@example.com', position, inTime);

    expect(answer).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(directory.pagesRead()).toBe(4);
  });

  test('a search too long for an invocation reads nothing when it has no time at all', async () => {
    const { pause, signals } = seekers();
    pause.abort();

    const answer = await directory.newTarget().find('zoe@example.com', undefined, signals);

    expect(answer).toEqual({ kind: 'unfinished', advanced: false, cause: 'out-of-time' });
    expect(directory.pagesRead()).toBe(0);
  });

  test('a search too long for an invocation keeps its place when it is taken up without time', async () => {
    directory.fillPages(3);
    const position = await directory.positionAfter(1, 'zoe@example.com');
    const { pause, signals } = seekers();
    pause.abort();

    const answer = await directory.newTarget().find('zoe@example.com', position, signals);

    expect(answer).toEqual({ kind: 'unfinished', position, advanced: false, cause: 'out-of-time' });
  });

  test.each([
    ['before it goes round', 1, 3],
    ['after it went round', 3, 1],
  ])(
    'a search too long for an invocation that joined in the middle and was paused %s reads on to where it joined',
    async (_, read, left) => {
      directory.fillPages(4);
      const target = directory.newTarget();
      const late = seekers();
      const ofLate = directory.joinWhileReadingPage(2, () => {
        directory.whileReadingPage(read, () => late.pause.abort());
        return target.find('late@example.com', undefined, late.signals);
      });
      await target.find('early@example.com', undefined, inTime);
      const { position } = (await ofLate) as { position: SearchPosition };
      const readBefore = directory.pagesRead();

      const answer = await directory.newTarget().find('late@example.com', position, inTime);

      expect(answer).toEqual({ kind: 'absent' });
      expect(directory.pagesRead() - readBefore).toBe(left);
    },
  );

  test('pauses alone: the others continue', async () => {
    directory.fillPages(3);
    const target = directory.newTarget();
    const { pause, signals } = seekers();
    directory.whileReadingPage(1, () => pause.abort());

    const [paused, other] = await Promise.all([
      target.find('zoe@example.com', undefined, signals),
      target.find('ada@example.com', undefined, inTime),
    ]);

    expect(paused).toMatchObject({ kind: 'unfinished', advanced: true, cause: 'out-of-time' });
    expect(other).toEqual({ kind: 'absent' });
  });

  test('a search too long for an invocation starts from the beginning where the position is not its own', async () => {
    directory.fillPages(2);
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
      foreign.map((position) => directory.newTarget().find('zoe@example.com', position, inTime)),
    );

    expect(answers).toEqual(foreign.map(() => ({ kind: 'absent' })));
    expect(directory.pagesRead()).toBe(foreign.length * 2);
  });
});

describe('searches that are taken up at different pages', () => {
  test('searches that are taken up at different pages are found by pages that are read for another', async () => {
    directory.fillPages(1);
    const zoe = directory.addUser({ emailAddress: 'zoe@example.com' });
    directory.fillPages(2);
    const secondPage = await directory.positionAfter(1, 'ada@example.com');
    const thirdPage = await directory.positionAfter(2, 'nobody@example.com');
    const readBefore = directory.pagesRead();
    const target = directory.newTarget();

    const ofAda = target.find('ada@example.com', secondPage, inTime);
    const ofZoe = await target.find('zoe@example.com', thirdPage, inTime);
    const readForZoe = directory.pagesRead() - readBefore;

    expect(ofZoe).toMatchObject({ kind: 'found', users: [{ userId: zoe.userId }] });
    expect(readForZoe).toBe(1);
    expect(await ofAda).toEqual({ kind: 'absent' });
  });

  test('read on together once one comes to the page of the other', async () => {
    directory.fillPages(4);
    const secondPage = await directory.positionAfter(1, 'ada@example.com');
    const fourthPage = await directory.positionAfter(3, 'zoe@example.com');
    const readBefore = directory.pagesRead();
    const target = directory.newTarget();

    const answers = await Promise.all([
      target.find('ada@example.com', secondPage, inTime),
      target.find('zoe@example.com', fourthPage, inTime),
    ]);

    expect(answers).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    expect(directory.pagesRead() - readBefore).toBe(3);
  });

  test('searches that are taken up at different pages are each read to their end', async () => {
    directory.fillPages(4);
    const fourthPage = await directory.positionAfter(3, 'zoe@example.com');
    const secondPage = await directory.positionAfter(1, 'ada@example.com');
    const readBefore = directory.pagesRead();
    const target = directory.newTarget();

    const answers = await Promise.all([
      target.find('zoe@example.com', fourthPage, inTime),
      target.find('ada@example.com', secondPage, inTime),
    ]);

    expect(answers).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    expect(directory.pagesRead() - readBefore).toBe(1 + 3);
  });

  test('searches that are taken up at different pages at a page that is under way for another take it too', async () => {
    directory.fillPages(3);
    const secondPage = await directory.positionAfter(1, 'zoe@example.com');
    const readBefore = directory.pagesRead();
    const target = directory.newTarget();
    const ofLate = directory.joinWhileReadingPage(1, () =>
      target.find('late@example.com', secondPage, inTime),
    );

    await target.find('zoe@example.com', secondPage, inTime);

    expect(await ofLate).toEqual({ kind: 'absent' });
    expect(directory.pagesRead() - readBefore).toBe(2);
  });

  test('searches that are taken up at different pages that another has just passed catch up, and then they read on together', async () => {
    directory.fillPages(6);
    const secondPage = await directory.positionAfter(1, 'zoe@example.com');
    const readBefore = directory.pagesRead();
    const target = directory.newTarget();
    const late: Promise<FindResult>[] = [];
    directory.whileReadingPage(2, () => {
      late.push(target.find('late@example.com', secondPage, inTime));
      directory.whileReadingPage(1, () => {
        late.push(target.find('later@example.com', secondPage, inTime));
      });
    });

    await target.find('zoe@example.com', secondPage, inTime);
    const readForTheFirst = directory.pagesRead() - readBefore;

    expect(await Promise.all(late)).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    // Pages 2 and 3, both again for the late ones, and 4 to 6 for all.
    expect(readForTheFirst).toBe(7);
    expect(directory.pagesRead() - readBefore).toBe(7);
  });

  test('searches that are taken up at different pages are joined by a new one at the page of the first', async () => {
    directory.fillPages(3);
    const thirdPage = await directory.positionAfter(2, 'zoe@example.com');
    const readBefore = directory.pagesRead();
    const target = directory.newTarget();

    const answers = await Promise.all([
      target.find('zoe@example.com', thirdPage, inTime),
      target.find('new@example.com', undefined, inTime),
    ]);

    expect(answers).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    // Page 3 for both, then 1 and 2 for the new one.
    expect(directory.pagesRead() - readBefore).toBe(3);
  });
});

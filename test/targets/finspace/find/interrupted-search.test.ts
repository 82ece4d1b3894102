import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SearchPosition } from '../../../../src/provisioning/ports.ts';
import { inTime, type PagedDirectory, seekers, startPagedDirectory } from './paged-directory.ts';

let directory: PagedDirectory;

beforeEach(async () => {
  directory = await startPagedDirectory();
});

afterEach(() => directory.stop());

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
    directory.fillPages(3);
    const position = await directory.positionAfter(1, 'zoe@example.com');
    directory.faults.always('ListUsers', fault);

    const stopped = await directory.newTarget().find('zoe@example.com', position, inTime);
    directory.faults.clear();
    const answer = await directory.newTarget().find('zoe@example.com', position, inTime);

    expect(stopped).toEqual({ kind: 'unfinished', position, advanced: false, ...why });
    expect(answer).toEqual({ kind: 'absent' });
  });

  test('a later page: what was read before is kept', async () => {
    directory.fillPages(3);
    directory.whileReadingPage(2, () => directory.faults.next('ListUsers', { kind: 'throttle' }));

    const stopped = await directory.newTarget().find('zoe@example.com', undefined, inTime);
    const { position } = stopped as { position: SearchPosition };
    const readBefore = directory.pagesRead();
    const answer = await directory.newTarget().find('zoe@example.com', position, inTime);

    expect(stopped).toMatchObject({ kind: 'unfinished', advanced: true, cause: 'throttled' });
    expect(answer).toEqual({ kind: 'absent' });
    expect(directory.pagesRead() - readBefore).toBe(2);
  });

  test('every search ends immediately, and no further page is requested', async () => {
    directory.fillPages(3);
    directory.faults.next('ListUsers', { kind: 'throttle' });
    const target = directory.newTarget();

    const answers = await Promise.all(
      ['a@b.co', 'b@b.co'].map((hire) => target.find(hire, undefined, inTime)),
    );

    const unfinished = { kind: 'unfinished', advanced: false, cause: 'throttled' };
    expect(answers).toEqual([unfinished, unfinished]);
    expect(directory.pagesRead()).toBe(1);
  });

  test('the next search of the same target begins as if nothing had been', async () => {
    directory.fillPages(2);
    directory.faults.next('ListUsers', { kind: 'throttle' });
    const target = directory.newTarget();
    await target.find('zoe@example.com', undefined, inTime);

    expect(await target.find('zoe@example.com', undefined, inTime)).toEqual({ kind: 'absent' });
  });

  test('a cursor that is refused is dropped, and rejects no hire', async () => {
    directory.fillPages(3);
    const position = await directory.positionAfter(1, 'zoe@example.com');
    directory.expirePageTokens();

    const answer = await directory.newTarget().find('zoe@example.com', position, inTime);

    expect(answer).toEqual({ kind: 'unfinished', advanced: false, cause: 'target-unavailable' });
  });

  test('a cursor that is refused stops no search for a user on another page', async () => {
    directory.fillPages(3);
    const stale = await directory.positionAfter(1, 'zoe@example.com');
    directory.expirePageTokens();
    const fresh = await directory.positionAfter(2, 'ada@example.com');
    const target = directory.newTarget();

    const [refused, other] = await Promise.all([
      target.find('zoe@example.com', stale, inTime),
      target.find('ada@example.com', fresh, inTime),
    ]);

    expect(refused).toMatchObject({ kind: 'unfinished', cause: 'target-unavailable' });
    expect(other).toEqual({ kind: 'absent' });
  });

  test('a beginning that is refused is not taken for a cursor', async () => {
    directory.faults.next('ListUsers', { kind: 'validation' });

    const answer = await directory.newTarget().find('zoe@example.com', undefined, inTime);

    expect(answer).toMatchObject({ kind: 'unfinished', cause: 'unexpected-error' });
  });
});

describe('when the deadline passes', () => {
  test('the call under way is stopped and the place is kept', async () => {
    directory.fillPages(3);
    const position = await directory.positionAfter(1, 'zoe@example.com');
    directory.onRequest(() => {});
    directory.faults.next('ListUsers', { kind: 'hang' });
    const { abort, signals } = seekers();

    const search = directory.newTarget().find('zoe@example.com', position, signals);
    await directory.faults.untilHanging();
    abort.abort();

    expect(await search).toEqual({
      kind: 'unfinished',
      position,
      advanced: false,
      cause: 'out-of-time',
    });
  });

  test('a deadline that passes for one of two searches leaves the page to the other', async () => {
    directory.fillPages(2);
    directory.faults.next('ListUsers', { kind: 'hang' });
    const target = directory.newTarget();
    const { abort, signals } = seekers();

    const late = target.find('zoe@example.com', undefined, signals);
    const other = target.find('ada@example.com', undefined, inTime);
    await directory.faults.untilHanging();
    abort.abort();
    const ofLate = await late;
    directory.faults.release();

    expect(ofLate).toEqual({ kind: 'unfinished', advanced: false, cause: 'out-of-time' });
    expect(await other).toEqual({ kind: 'absent' });
    expect(directory.pagesRead()).toBe(2);
  });

  test('a deadline that passes for all searches ends them all, and the target can be asked again', async () => {
    directory.fillPages(2);
    directory.faults.next('ListUsers', { kind: 'hang' });
    const target = directory.newTarget();
    const { abort, signals } = seekers();

    const searches = ['a@b.co', 'b@b.co'].map((hire) => target.find(hire, undefined, signals));
    await directory.faults.untilHanging();
    abort.abort();

    const unfinished = { kind: 'unfinished', advanced: false, cause: 'out-of-time' };
    expect(await Promise.all(searches)).toEqual([unfinished, unfinished]);
    expect(await target.find('a@b.co', undefined, inTime)).toEqual({ kind: 'absent' });
  });

  test('a deadline that passes before the search begins asks nothing', async () => {
    const { abort, signals } = seekers();
    abort.abort();

    const answer = await directory.newTarget().find('zoe@example.com', undefined, signals);

    expect(answer).toEqual({ kind: 'unfinished', advanced: false, cause: 'out-of-time' });
    expect(directory.pagesRead()).toBe(0);
  });
});

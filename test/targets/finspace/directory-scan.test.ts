import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Target } from '../../../src/provisioning/ports.ts';
import {
  createDirectoryScan,
  type PageResult,
} from '../../../src/targets/finspace/directory-scan.ts';
import { createTestTarget } from '../../support/directories/finspace-client.ts';
import {
  type ScriptedFinspace,
  startScriptedFinspace,
} from '../../support/directories/scripted-finspace.ts';
import { json } from '../../support/http/recording-server.ts';

const inTime = { pause: new AbortController().signal, abort: new AbortController().signal };
let finspace: ScriptedFinspace;
let target: Target;

beforeEach(async () => {
  finspace = await startScriptedFinspace();
  target = createTestTarget(finspace.client);
});

afterEach(() => finspace.stop());

const zoe = {
  userId: 'user-1',
  emailAddress: 'zoe@example.com',
  type: 'APP_USER',
  status: 'ENABLED',
};

test('a hundred users are asked for at a time, the most that ListUsers gives', async () => {
  finspace.script(json({ users: [], nextToken: 'a=' }), json({ users: [] }));

  await target.find('zoe@example.com', undefined, inTime);

  expect(finspace.requests.map((request) => request.target)).toEqual([
    '/user?maxResults=100',
    '/user?maxResults=100&nextToken=a%3D',
  ]);
});

describe('a directory with odd responses', () => {
  test('a directory with an empty page in the middle is read to its end', async () => {
    finspace.script(
      json({ users: [], nextToken: 'a' }),
      json({ nextToken: 'b' }),
      json({ users: [zoe] }),
    );

    expect(await target.find('zoe@example.com', undefined, inTime)).toMatchObject({
      kind: 'found',
      users: [{ userId: 'user-1' }],
    });
  });

  test('a directory with an empty token at the end is at its end', async () => {
    finspace.script(json({ users: [], nextToken: '' }));

    expect(await target.find('zoe@example.com', undefined, inTime)).toEqual({ kind: 'absent' });
    expect(finspace.requests).toHaveLength(1);
  });

  test('a directory with users that lack fields is read like any other', async () => {
    finspace.script(json({ users: [{}, { userId: 'user-0' }, { emailAddress: 'a@b.co' }, zoe] }));

    expect(await target.find('zoe@example.com', undefined, inTime)).toMatchObject({
      kind: 'found',
      users: [{ userId: 'user-1' }],
    });
  });

  test('a directory with a page that leads to itself is not read for ever', async () => {
    finspace.script(json({ users: [], nextToken: 'a' }), json({ users: [], nextToken: 'a' }));

    expect(await target.find('zoe@example.com', undefined, inTime)).toEqual({
      kind: 'unfinished',
      advanced: false,
      cause: 'target-unavailable',
    });
    expect(finspace.requests).toHaveLength(2);
  });

  test('a directory with a page that leads to itself is read from the beginning by the next search', async () => {
    finspace.script(json({ nextToken: 'a' }), json({ nextToken: 'a' }), json({ users: [zoe] }));

    await target.find('zoe@example.com', undefined, inTime);
    await target.find('zoe@example.com', undefined, inTime);

    expect(finspace.requests[2]?.target).toBe('/user?maxResults=100');
  });

  test('a directory with a page that leads to itself still shows the users on it', async () => {
    finspace.script(json({ users: [], nextToken: 'a' }), json({ users: [zoe], nextToken: 'a' }));

    expect(await target.find('zoe@example.com', undefined, inTime)).toMatchObject({
      kind: 'found',
    });
  });

  test('a directory with other tokens at every reading is read to its end once more, and no further', async () => {
    finspace.script(json({ users: [] }));
    const position = JSON.stringify({ start: 'a', next: 'b', wrapped: false, otherCase: [] });

    expect(await target.find('zoe@example.com', position, inTime)).toEqual({ kind: 'absent' });
    expect(finspace.requests.map((request) => request.target)).toEqual([
      '/user?maxResults=100&nextToken=b',
      '/user?maxResults=100',
    ]);
  });
});

describe('pages that never end', () => {
  test('pages that never end are left when it is time to pause', async () => {
    const pause = new AbortController();
    let pages = 0;
    const scan = createDirectoryScan(async () => {
      pages += 1;
      if (pages === 50) pause.abort();
      return { kind: 'page', users: [], nextToken: `page-${pages}` };
    });

    const answer = await scan.search({
      emailAddress: 'zoe@example.com',
      position: undefined,
      pause: pause.signal,
      abort: inTime.abort,
    });

    expect(answer).toMatchObject({ kind: 'unfinished', advanced: true, cause: 'out-of-time' });
    expect(pages).toBe(50);
  });
});

describe('a search that comes while the call of one that has no time left is being stopped', () => {
  test('a search that comes while the call of one that has no time left is being stopped is read as if it had come after', async () => {
    const deadline = new AbortController();
    const stopped = Promise.withResolvers<PageResult>();
    const pages = [
      stopped.promise,
      Promise.resolve<PageResult>({ kind: 'page', users: [], nextToken: undefined }),
    ];
    const scan = createDirectoryScan(() => pages.shift() as Promise<PageResult>);
    const search = { emailAddress: 'zoe@example.com', position: undefined };

    const late = scan.search({ ...search, pause: inTime.pause, abort: deadline.signal });
    await Promise.resolve();
    deadline.abort();
    const next = scan.search({ ...search, ...inTime });
    stopped.resolve({ kind: 'failed', failure: { cause: 'out-of-time' } });

    expect(await late).toMatchObject({ kind: 'unfinished', cause: 'out-of-time' });
    expect(await next).toMatchObject({ kind: 'complete' });
  });
});

describe('a bug in reading a page', () => {
  test('a bug in reading a page leaves no search waiting, and the next one reads from the beginning', async () => {
    const bug = new TypeError('a bug');
    const tokens: (string | undefined)[] = [];
    const scan = createDirectoryScan(async (token) => {
      tokens.push(token);
      if (tokens.length === 2) throw bug;
      return { kind: 'page', users: [], nextToken: tokens.length === 1 ? 'a' : undefined };
    });
    const search = { emailAddress: 'zoe@example.com', position: undefined, ...inTime };

    const first = await scan.search(search);
    const second = await scan.search(search);

    expect(first).toMatchObject({ kind: 'unfinished', cause: 'unexpected-error', error: bug });
    expect(second).toMatchObject({ kind: 'complete' });
    expect(tokens).toEqual([undefined, 'a', undefined]);
  });
});

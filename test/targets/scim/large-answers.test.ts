import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { scimTargetAt } from '../../support/directories/scim-harness.ts';

const inTime = new AbortController().signal;
const SIGNALS = { pause: inTime, abort: inTime };
const MEGABYTE = 1_000_000;

let server: Server;
let baseUrl: string;
let respondWith: (path: string) => string | Buffer;

beforeEach(async () => {
  server = createServer(({ url = '' }, response) => response.end(respondWith(url)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const get = () => scimTargetAt(baseUrl, {}).get('user-1', inTime);
const find = () => scimTargetAt(baseUrl, {}).find('zoe@example.com', undefined, SIGNALS);
const unexpected = (limit: string) => ({
  cause: 'unexpected-error',
  error: expect.objectContaining({ message: expect.stringContaining(`has more than ${limit}`) }),
});

describe('one user', () => {
  test('of 1 MB is read, whatever the photo', async () => {
    respondWith = () => sized(MEGABYTE, (photo) => user({ photo }));

    expect(await get()).toMatchObject({ kind: 'present', user: { userId: 'user-1' } });
  });

  test.each([
    ['of a byte more', () => sized(MEGABYTE + 1, (photo) => user({ photo }))],
    ['of more values than any user has', () => user({ groups: Array(60_000).fill(1) })],
    ['of 65 levels', () => user({ a: JSON.parse(`${'['.repeat(64)}${']'.repeat(64)}`) })],
  ])('%s is unexpected, and not parsed', async (_, body) => {
    respondWith = body;

    expect(await get()).toMatchObject({
      kind: 'unknown',
      ...unexpected('1 MB, 50000 values or 64 levels'),
    });
  });
});

describe('one page of users', () => {
  test('of 2 MB is read', async () => {
    respondWith = () => sized(2 * MEGABYTE, (photo) => page([{ ...ZOE, photo }]));

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: 'user-1' }] });
  });

  test('of more is unexpected, also where all users are read', async () => {
    respondWith = () => sized(2 * MEGABYTE + 1, (photo) => page([{ ...ZOE, photo }]));

    expect(await find()).toMatchObject({
      kind: 'unfinished',
      ...unexpected('2 MB, 100000 values or 64 levels'),
    });
  });

  test('of more, in answer to a filter, is that of a server that ignores it: users are read by page', async () => {
    respondWith = (path) =>
      path.includes('filter=')
        ? sized(2 * MEGABYTE + 1, (photo) => page([{ ...ZOE, photo }]))
        : page([ZOE]);

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: 'user-1' }] });
  });
});

test('more accounts of one person than anyone has are not collected without end', async () => {
  respondWith = (path) => {
    const startIndex = Number(new URL(path, baseUrl).searchParams.get('startIndex') ?? 1);
    const users = Array.from({ length: 60 }, (_, index) => ({
      ...ZOE,
      id: `${startIndex + index}`,
    }));
    const isFilter = path.includes('filter=');
    return isFilter ? page([{ id: '1', userName: 'else' }]) : pageAt(startIndex, users, 240);
  };

  expect(await find()).toMatchObject({
    kind: 'unfinished',
    cause: 'unexpected-error',
    error: expect.objectContaining({ message: expect.stringContaining('more than 100 accounts') }),
  });
});

test('nor are they of an answer to a filter', async () => {
  const users = Array.from({ length: 101 }, (_, index) => ({ ...ZOE, id: `${index}` }));
  respondWith = () => page(users);

  expect(await find()).toMatchObject({
    kind: 'unfinished',
    cause: 'unexpected-error',
    error: expect.objectContaining({ message: expect.stringContaining('more than 100 accounts') }),
  });
});

test.each([
  ['9.9 MB of empty users', 9_900_000, 'unfinished'],
  ['2 MB of empty users', 1_999_000, 'unfinished'],
  ['as many empty users as one page may have', 140_000, 'absent'],
])('%s, for each of three hires, fit in an instance of 64 MB', async (_, bytes, kind) => {
  const answer = `{"totalResults":1,"Resources":[${'{},'.repeat(bytes / 3)}{}]}`;
  const bytesOfAnswer = Buffer.from(answer);
  respondWith = () => bytesOfAnswer;
  const worker = new Worker(
    new URL('../../support/directories/search-in-worker.ts', import.meta.url),
    {
      workerData: { baseUrl, hires: 3 },
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    },
  );

  const [found] = await once(worker, 'message');

  expect(found).toMatchObject([{ kind }, { kind }, { kind }]);
});

test('a hundred accounts of one person with a photo of 1 MB each fit in an instance of 64 MB', async () => {
  const photo = Buffer.alloc(MEGABYTE, 'x');
  respondWith = (path) => {
    const startIndex = Number(new URL(path, baseUrl).searchParams.get('startIndex') ?? 1);
    const userName = path.includes('filter=') ? 'else' : 'hire-0@example.com';
    const users = [{ id: `${startIndex}`, userName, photo: 'PHOTO' }];
    const [before = '', after = ''] = pageAt(startIndex, users, 100).split('PHOTO');
    return Buffer.concat([Buffer.from(before), photo, Buffer.from(after)]);
  };
  const worker = new Worker(
    new URL('../../support/directories/search-in-worker.ts', import.meta.url),
    { workerData: { baseUrl, hires: 1 }, resourceLimits: { maxOldGenerationSizeMb: 64 } },
  );

  const [[found]] = await once(worker, 'message');

  expect(found).toMatchObject({ kind: 'found' });
  expect(found.users).toHaveLength(100);
});

// A pattern that goes back over such a text would take minutes for it, and no deadline would end them.
describe('a user name of 200,000 at signs behind a slash', () => {
  const ODD = { id: 'odd', userName: `a/${'@'.repeat(200_000)}\n` };

  test('is that of an account which is not complete', async () => {
    respondWith = () => user({ userName: ODD.userName });

    expect(await get()).toMatchObject({ kind: 'unknown', cause: 'unexpected-error' });
  });

  test('does not keep another account from being found', async () => {
    respondWith = () => page([ODD, ZOE]);

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: 'user-1' }] });
  });

  test('as an e-mail makes the account one that is not complete', async () => {
    const emails = [{ value: ODD.userName }, { value: ZOE.userName }];
    respondWith = () => page([{ ...ZOE, userName: 'zoe', emails }]);

    expect(await find()).toMatchObject({
      kind: 'unfinished',
      error: expect.objectContaining({ message: expect.stringContaining('10000 characters') }),
    });
  });
});

test.each([
  [
    'names and e-mails',
    { emails: Array.from({ length: 200 }, (_, index) => `${index}-${'x'.repeat(50)}@example.com`) },
  ],
  ['of a profile', { title: 'x'.repeat(10_000) }],
])('an account with more %s than anyone has is not kept', async (_, members) => {
  respondWith = () => page([{ ...ZOE, ...members }]);

  expect(await find()).toMatchObject({
    kind: 'unfinished',
    error: expect.objectContaining({ message: expect.stringContaining('10000 characters') }),
  });
});

const ZOE = { id: 'user-1', userName: 'zoe@example.com' };

function user(members: object): string {
  return JSON.stringify({ ...ZOE, ...members });
}

function page(users: readonly object[]): string {
  return JSON.stringify({ totalResults: users.length, startIndex: 1, Resources: users });
}

function pageAt(startIndex: number, users: readonly object[], totalResults: number): string {
  return JSON.stringify({ totalResults, startIndex, Resources: users });
}

/** A body of so many bytes, by the length of a photo. */
function sized(bytes: number, bodyOf: (photo: string) => string): string {
  return bodyOf('x'.repeat(bytes - bodyOf('').length));
}

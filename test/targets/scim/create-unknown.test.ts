import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  creationOf,
  insteadOf,
  type ScimHarness,
  scimError,
  scimTargetAt,
  startScimHarness,
} from '../../support/directories/scim-harness.ts';

/** So that a creation is one call: what is looked up before is in second-account.test.ts. */
const WITHOUT_LOOK = { enforcesUniqueness: false };
const inTime = new AbortController().signal;

let harness: ScimHarness;

beforeEach(async () => {
  harness = await startScimHarness({ deps: WITHOUT_LOOK });
});

afterEach(() => harness.stop());

const create = () => harness.target.create(creationOf(harness.target), inTime);

describe('the result of a creation', () => {
  test.each([
    ['throttled', scimError(429, {}, { 'retry-after': '7' }), { retryAfterMs: 7_000 }],
    ['throttled', scimError(429), {}],
    [
      'throttled',
      scimError(
        429,
        {},
        {
          'retry-after': 'Tue, 24 Nov 2026 10:00:30 GMT',
          date: 'Tue, 24 Nov 2026 10:00:00 GMT',
        },
      ),
      { retryAfterMs: 30_000 },
    ],
    ['target-unavailable', scimError(503, {}, { 'retry-after': '120' }), { retryAfterMs: 120_000 }],
    ['target-unavailable', { status: 502, body: '<html>' }, {}],
    ['target-unavailable', scimError(500), { mayBeConflict: true }],
    ['target-unavailable', scimError(500, { scimType: 'uniqueness' }), { mayBeConflict: true }],
    ['target-denied-access', scimError(403), {}],
  ])('the result is unknown, %s, after HTTP %j', async (cause, answer, also) => {
    harness.quirk(insteadOf('CreateUser', answer));

    expect(await create()).toEqual({ kind: 'unknown', cause, ...also });
  });

  test('the result is unknown after a broken connection, though the user was created', async () => {
    harness.quirk((_, phase) => (phase === 'committed' ? 'drop' : undefined));

    expect(await create()).toMatchObject({ kind: 'unknown', cause: 'target-unavailable' });
    expect(harness.server.users()).toHaveLength(1);
  });

  test('the result is unknown when the server hangs for longer than a request may take', async () => {
    await harness.stop();
    harness = await startScimHarness({ requestTimeoutMs: 50, deps: WITHOUT_LOOK });
    harness.quirk(() => new Promise<undefined>(() => {}));

    expect(await create()).toMatchObject({ kind: 'unknown', cause: 'target-unavailable' });
  });

  test('the result is unknown when the response begins in time, and does not end', async () => {
    const server = createServer((_, response) => response.write('{"id":'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const target = scimTargetAt(baseUrl, { requestTimeoutMs: 100, deps: WITHOUT_LOOK });

    expect(await target.create(creationOf(target), inTime)).toMatchObject({
      kind: 'unknown',
      cause: 'target-unavailable',
    });
    server.close();
  });

  test('the result is unknown after a response of more than 1 MB, however small it is when compressed', async () => {
    const packed = gzipSync(Buffer.alloc(1_000_001));
    const server = createServer((_, response) => {
      response.writeHead(201, { 'content-encoding': 'gzip' }).end(packed);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const target = scimTargetAt(baseUrl, { deps: WITHOUT_LOOK });

    const answer = await target.create(creationOf(target), inTime);

    expect(answer).toMatchObject({ kind: 'unknown', cause: 'unexpected-error' });
    expect((answer as { error: Error }).error.message).toMatch(/has more than 1 MB/);
    server.close();
  });

  test('the result is unknown at the end of the time, which ends the call under way', async () => {
    const controller = new AbortController();
    harness.quirk(() => {
      controller.abort();
      return new Promise<undefined>(() => {});
    });

    const answer = await harness.target.create(creationOf(harness.target), controller.signal);

    expect(answer).toEqual({ kind: 'unknown', cause: 'out-of-time' });
  });

  test('the result is unknown after a redirect, which would take the token and the person elsewhere', async () => {
    harness.quirk(insteadOf('CreateUser', { status: 307, headers: { location: '/b' }, body: '' }));

    expect(await create()).toMatchObject({ kind: 'unknown', cause: 'unexpected-error' });
    expect(harness.calls()).toEqual(['CreateUser']);
  });
});

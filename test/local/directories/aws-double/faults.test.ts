import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { signedFetch } from '../../../support/aws/signed-fetch.ts';
import { createFinspaceV2Client } from '../../../support/directories/finspace-v2-client.ts';
import { createManualClock, type ManualClock } from '../../../support/time/manual-clock.ts';

const ADA = { emailAddress: 'ada@example.com', type: 'APP_USER', clientToken: 'token-1' };

let clock: ManualClock;
let double: FinspaceDouble;
let client: ReturnType<typeof createFinspaceV2Client>;

beforeEach(async () => {
  clock = createManualClock(1_700_000_000_000);
  double = await startFinspaceDouble({ clock });
  client = createFinspaceV2Client(double.endpoint);
});

afterEach(() => double.stop());

function createAda() {
  return client.createUser(ADA).promise();
}

function list() {
  return signedFetch(double.endpoint, {
    method: 'GET',
    path: '/user',
    query: { maxResults: '10' },
  });
}

async function statuses(count: number): Promise<number[]> {
  const found: number[] = [];
  for (let call = 0; call < count; call += 1) found.push((await list()).status);
  return found;
}

describe('a fault in place of the call', () => {
  test.each([
    ['throttle', 'ThrottlingException', 429],
    ['internal-error', 'InternalServerException', 500],
    ['access-denied', 'AccessDeniedException', 403],
    ['limit-exceeded', 'LimitExceededException', 400],
    ['validation', 'ValidationException', 400],
    ['conflict', 'ConflictException', 409],
  ] as const)('%s: the response is %s, and nothing is done', async (kind, code, statusCode) => {
    double.faults.next('CreateUser', { kind });

    await expect(createAda()).rejects.toMatchObject({ code, statusCode });
    expect(double.users()).toEqual([]);
  });

  test.each(['throttle', 'unavailable'] as const)(
    '%s: the response says when to retry',
    async (kind) => {
      double.faults.next('ListUsers', { kind, retryAfterSeconds: 17 });

      const response = await list();

      expect(response.headers.get('retry-after')).toBe('17');
    },
  );

  test('unavailable: a 503 without JSON and without an error type', async () => {
    double.faults.next('ListUsers', { kind: 'unavailable' });

    const response = await list();

    expect(response.status).toBe(503);
    expect(response.headers.has('x-amzn-errortype')).toBe(false);
    expect(await response.text()).toMatch(/^<html>/);
  });

  test('drop: the connection is closed, and nothing is done', async () => {
    double.faults.next('CreateUser', { kind: 'drop' });

    await expect(createAda()).rejects.toMatchObject({ code: 'TimeoutError' });
    expect(double.users()).toEqual([]);
    expect(double.calls).toMatchObject([{ operation: 'CreateUser', status: 'no-response' }]);
  });
});

describe('a fault of the response', () => {
  test('lose-response: the response of a call that is done is lost, and the same token gets it later', async () => {
    double.faults.next('CreateUser', { kind: 'lose-response' });
    await expect(createAda()).rejects.toMatchObject({ code: 'TimeoutError' });

    const { userId } = await createAda();

    expect(double.users()).toMatchObject([{ userId }]);
    expect(double.calls.map((call) => call.status)).toEqual(['no-response', 200]);
  });

  test('response-without-user-id: the response of a call that is done is empty', async () => {
    double.faults.next('CreateUser', { kind: 'response-without-user-id' });

    expect(await createAda()).toEqual({});
    expect(double.users()).toHaveLength(1);
  });

  test('hang-after-commit: the response of a call that is done waits until release', async () => {
    double.faults.next('CreateUser', { kind: 'hang-after-commit' });
    const answer = createAda();
    await double.faults.untilHanging();
    const whileHanging = double.users();

    double.faults.release();

    expect(whileHanging).toHaveLength(1);
    expect(await answer).toEqual({ userId: whileHanging[0]?.userId });
  });

  test('latency: the call is done after so many milliseconds', async () => {
    double.faults.next('CreateUser', { kind: 'latency', ms: 30 });
    const startMs = performance.now();

    await createAda();

    expect(performance.now() - startMs).toBeGreaterThanOrEqual(29);
  });
});

describe('a call that hangs', () => {
  test('a call that hangs is done only after release', async () => {
    double.faults.next('CreateUser', { kind: 'hang' });
    const answer = createAda();
    await double.faults.untilHanging();
    const whileHanging = double.users();

    double.faults.release();

    expect(whileHanging).toEqual([]);
    expect(await answer).toEqual({ userId: double.users()[0]?.userId });
  });

  test('a call that hangs is done even if its caller gave up', async () => {
    double.faults.next('CreateUser', { kind: 'hang' });
    const request = client.createUser(ADA);
    const answer = request.promise();
    await double.faults.untilHanging();
    request.abort();
    await expect(answer).rejects.toThrow();
    const committed = new Promise<void>((resolve) => double.onRequest(() => resolve()));

    double.faults.release();
    await committed;

    expect(double.users()).toHaveLength(1);
  });

  test('a call that hangs is cut off, and not done, when the double stops', async () => {
    double.faults.always('*', { kind: 'hang' });
    const answers = [createAda(), createAda()].map((answer) => answer.catch((error) => error.code));
    await double.faults.untilHanging(2);

    await double.stop();

    expect(await Promise.all(answers)).toEqual(['TimeoutError', 'TimeoutError']);
    expect(double.users()).toEqual([]);
    expect(double.calls.map((call) => call.status)).toEqual(['no-response', 'no-response']);
  });
});

describe('which calls fail', () => {
  test('next: as many calls of the operation as given fail, in the order of the faults', async () => {
    double.faults.next('CreateUser', { kind: 'validation' });
    double.faults.next('ListUsers', { kind: 'internal-error' }, 2);
    double.faults.next('ListUsers', { kind: 'throttle' });

    expect(await statuses(4)).toEqual([500, 500, 429, 200]);
  });

  test('next: a call of any operation fails with *', async () => {
    double.faults.next('*', { kind: 'internal-error' });

    expect(await statuses(2)).toEqual([500, 200]);
  });

  test('always: every call fails until clear, after the faults of next', async () => {
    double.faults.always('*', { kind: 'unavailable' });
    double.faults.next('ListUsers', { kind: 'throttle' });
    const before = await statuses(3);

    double.faults.clear();

    expect(before).toEqual([429, 503, 503]);
    expect(await statuses(1)).toEqual([200]);
  });

  test('limit: calls beyond the rate are throttled, by the clock of the double', async () => {
    double.faults.limit('ListUsers', { perSecond: 10, burst: 2 });

    expect(await statuses(4)).toEqual([200, 200, 429, 429]);
    clock.advance(99);
    expect(await statuses(1)).toEqual([429]);
    clock.advance(1);
    expect(await statuses(2)).toEqual([200, 429]);
  });

  test('limit: after a long pause, every call beyond the burst is throttled', async () => {
    double.faults.limit('ListUsers', { perSecond: 10, burst: 2 });
    clock.advance(60_000);

    expect(await statuses(3)).toEqual([200, 200, 429]);
  });
});

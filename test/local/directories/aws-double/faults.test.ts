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

describe('instead of doing the call', () => {
  test.each([
    ['throttle', 'ThrottlingException', 429],
    ['internal-error', 'InternalServerException', 500],
    ['access-denied', 'AccessDeniedException', 403],
    ['limit-exceeded', 'LimitExceededException', 400],
    ['validation', 'ValidationException', 400],
    ['conflict', 'ConflictException', 409],
  ] as const)('%s answers %s', async (kind, code, statusCode) => {
    double.faults.next('CreateUser', { kind });

    await expect(createAda()).rejects.toMatchObject({ code, statusCode });
    expect(double.users()).toEqual([]);
  });

  test.each(['throttle', 'internal-error', 'unavailable', 'drop'] as const)(
    '%s is tried again by an SDK that retries',
    async (kind) => {
      double.faults.next('CreateUser', { kind });

      const { userId } = await createFinspaceV2Client(double.endpoint, 1).createUser(ADA).promise();

      expect(double.users()).toMatchObject([{ userId }]);
      expect(double.countCalls('CreateUser')).toBe(2);
    },
  );

  test('throttle has no members, as its shape has none', async () => {
    double.faults.next('ListUsers', { kind: 'throttle' });

    const response = await list();

    expect(await response.text()).toBe('{}');
    expect(response.headers.has('retry-after')).toBe(false);
  });

  test.each(['throttle', 'unavailable'] as const)('%s says when to come back', async (kind) => {
    double.faults.next('ListUsers', { kind, retryAfterSeconds: 17 });

    const response = await list();

    expect(response.headers.get('retry-after')).toBe('17');
  });

  test('unavailable answers 503 without JSON and without an error type', async () => {
    double.faults.next('ListUsers', { kind: 'unavailable' });

    const response = await list();

    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(response.headers.has('x-amzn-errortype')).toBe(false);
    expect(await response.text()).toMatch(/^<html>/);
  });

  test('drop closes the connection', async () => {
    double.faults.next('CreateUser', { kind: 'drop' });

    await expect(createAda()).rejects.toMatchObject({ code: 'TimeoutError' });
    expect(double.users()).toEqual([]);
    expect(double.calls).toMatchObject([{ operation: 'CreateUser', status: 'no-response' }]);
  });
});

describe('the answer of a call that was done', () => {
  test('is lost by lose-response, and given to the same token later', async () => {
    double.faults.next('CreateUser', { kind: 'lose-response' });
    await expect(createAda()).rejects.toMatchObject({ code: 'TimeoutError' });

    const again = await createAda();

    expect(double.users()).toMatchObject([{ userId: again.userId }]);
    expect(double.calls.map((call) => call.status)).toEqual(['no-response', 200]);
  });

  test('is empty by response-without-user-id', async () => {
    double.faults.next('CreateUser', { kind: 'response-without-user-id' });

    const answer = await createAda();

    expect(answer).toEqual({});
    expect(double.users()).toHaveLength(1);
  });

  test('stays a refusal under response-without-user-id', async () => {
    double.addUser({ emailAddress: ADA.emailAddress });
    double.faults.next('CreateUser', { kind: 'response-without-user-id' });

    await expect(createAda()).rejects.toMatchObject({ code: 'ConflictException' });
  });

  test('waits for release by hang-after-commit', async () => {
    double.faults.next('CreateUser', { kind: 'hang-after-commit' });
    const answer = createAda();
    await double.faults.untilHanging();
    const whileHanging = double.users();

    double.faults.release();

    expect(whileHanging).toHaveLength(1);
    expect(await answer).toEqual({ userId: whileHanging[0]?.userId });
  });

  test('comes after the latency asked for', async () => {
    double.faults.next('CreateUser', { kind: 'latency', ms: 30 });
    const startMs = performance.now();

    await createAda();

    expect(performance.now() - startMs).toBeGreaterThanOrEqual(29);
  });
});

describe('a call that hangs', () => {
  test('is not done until release, and then is', async () => {
    double.faults.next('CreateUser', { kind: 'hang' });
    const answer = createAda();
    await double.faults.untilHanging();
    const whileHanging = double.users();

    double.faults.release();

    expect(whileHanging).toEqual([]);
    expect(await answer).toEqual({ userId: double.users()[0]?.userId });
  });

  test('is done even if its caller gave up', async () => {
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

  test('is cut off when the double stops, and not done', async () => {
    double.faults.always('*', { kind: 'hang' });
    const answers = [createAda(), createAda(), createAda()].map((answer) =>
      answer.catch((error) => error.code),
    );
    await double.faults.untilHanging(3);

    await double.stop();

    expect(await Promise.all(answers)).toEqual(['TimeoutError', 'TimeoutError', 'TimeoutError']);
    expect(double.users()).toEqual([]);
    expect(double.calls.map((call) => call.status)).toEqual([
      'no-response',
      'no-response',
      'no-response',
    ]);
  });
});

describe('which calls fail', () => {
  async function statuses(count: number): Promise<number[]> {
    const found: number[] = [];
    for (let call = 0; call < count; call += 1) found.push((await list()).status);
    return found;
  }

  test('next: so many calls, in the order asked for', async () => {
    double.faults.next('ListUsers', { kind: 'internal-error' }, 2);
    double.faults.next('ListUsers', { kind: 'throttle' });

    expect(await statuses(4)).toEqual([500, 500, 429, 200]);
  });

  test('next: only calls of its operation', async () => {
    double.faults.next('CreateUser', { kind: 'internal-error' });

    expect(await statuses(1)).toEqual([200]);
    await expect(createAda()).rejects.toMatchObject({ statusCode: 500 });
  });

  test('next: any operation by *', async () => {
    double.faults.next('*', { kind: 'internal-error' });

    expect(await statuses(2)).toEqual([500, 200]);
  });

  test('always: every call until clear', async () => {
    double.faults.always('*', { kind: 'unavailable' });
    const before = await statuses(3);

    double.faults.clear();

    expect(before).toEqual([503, 503, 503]);
    expect(await statuses(1)).toEqual([200]);
  });

  test('always: after what next says', async () => {
    double.faults.always('ListUsers', { kind: 'unavailable' });
    double.faults.next('ListUsers', { kind: 'throttle' });

    expect(await statuses(2)).toEqual([429, 503]);
  });

  test('rate: the calls whose draw is below the probability', async () => {
    const draws = [0.1, 0.3, 0.29, 0.9].values();
    double.faults.rate('ListUsers', { kind: 'throttle' }, 0.3, () => Number(draws.next().value));

    expect(await statuses(4)).toEqual([429, 200, 429, 200]);
  });

  test('limit: the calls that come faster than it, by the clock of the double', async () => {
    double.faults.limit('ListUsers', { perSecond: 10, burst: 2 });

    expect(await statuses(4)).toEqual([200, 200, 429, 429]);
    clock.advance(99);
    expect(await statuses(1)).toEqual([429]);
    clock.advance(1);
    expect(await statuses(2)).toEqual([200, 429]);
  });

  test('limit: no more at once than its burst, however long the pause', async () => {
    double.faults.limit('ListUsers', { perSecond: 10, burst: 2 });
    clock.advance(60_000);

    expect(await statuses(3)).toEqual([200, 200, 429]);
  });

  test('limit: only calls of its operation, until clear', async () => {
    double.faults.limit('CreateUser', { perSecond: 1, burst: 1 });
    await createAda();

    expect(await statuses(2)).toEqual([200, 200]);
    await expect(createAda()).rejects.toMatchObject({ code: 'ThrottlingException' });
    double.faults.clear();
    expect(await createAda()).toEqual({ userId: double.users()[0]?.userId });
  });

  test('limit: after what next says, whose calls it does not count', async () => {
    double.faults.limit('ListUsers', { perSecond: 1, burst: 1 });
    double.faults.next('ListUsers', { kind: 'unavailable' });

    expect(await statuses(3)).toEqual([503, 200, 429]);
  });

  test('none without a valid signature: it is refused first', async () => {
    double.faults.next('ListUsers', { kind: 'internal-error' });

    const unsigned = await fetch(`${double.endpoint}/user?maxResults=10`);

    expect(unsigned.status).toBe(403);
    expect(await statuses(2)).toEqual([500, 200]);
  });
});

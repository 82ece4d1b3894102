import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../local/directories/finspace/server.ts';
import type { AccountFields } from '../../../src/contracts/new-hire.ts';
import type { Creation, Target } from '../../../src/provisioning/ports.ts';
import { createTestClient, createTestTarget } from '../../support/directories/finspace-client.ts';
import { createManualClock, type ManualClock } from '../../support/time/manual-clock.ts';

const hire: AccountFields = {
  emailAddress: 'zoe@example.com',
  type: 'APP_USER',
  firstName: 'Zoë',
  lastName: "O'Neill",
  apiAccess: 'ENABLED',
  apiAccessPrincipalArn: 'arn:aws:iam::111122223333:role/hire',
};
const creation: Creation = { fields: hire, clientToken: 'token-1', personKey: 'user#1' };
const inTime = new AbortController().signal;

let clock: ManualClock;
let directory: FinspaceDouble;
let target: Target;

beforeEach(async () => {
  clock = createManualClock(1_700_000_000_000);
  directory = await startFinspaceDouble({ clock });
  target = targetWith(1);
});

afterEach(() => directory.stop());

/** `maxAttempts` 1: what the service answers is what the target sees. */
function targetWith(maxAttempts: number): Target {
  return createTestTarget(createTestClient(directory.endpoint, {}, maxAttempts));
}

const onlyUser = () => {
  expect(directory.users()).toHaveLength(1);
  return directory.users()[0];
};

test('the target is named by account, region and environment', () => {
  expect(target.id).toBe('finspace:111122223333:eu-west-1:env');
});

test('a client token lives for ten minutes, and no two users share an address', () => {
  expect(target.tokenLifeMs).toBe(600_000);
  expect(target.enforcesUniqueness).toBe(true);
});

describe('create', () => {
  test('create returns the id of the user that now has every field', async () => {
    const answer = await target.create(creation, inTime);

    const { userId, ...user } = { ...onlyUser() };
    expect(answer).toEqual({ kind: 'created', userId });
    expect(user).toMatchObject(hire);
  });

  test('create sends no field that is not asked for', async () => {
    const bare = {
      emailAddress: 'zoe@example.com',
      type: 'APP_USER',
      apiAccess: 'DISABLED',
    } as const;

    await target.create({ ...creation, fields: bare }, inTime);

    expect(onlyUser()).toMatchObject(bare);
    expect(onlyUser()).not.toHaveProperty('firstName');
  });

  test('create with the same token, within its life, returns the same user', async () => {
    const first = await target.create(creation, inTime);
    clock.advance(target.tokenLifeMs - 1);

    const second = await target.create(creation, inTime);

    expect(second).toEqual(first);
    onlyUser();
  });

  test('create with the same token, after its life, is a conflict', async () => {
    await target.create(creation, inTime);
    clock.advance(target.tokenLifeMs + 1);

    expect(await target.create(creation, inTime)).toEqual({ kind: 'conflict' });
    onlyUser();
  });

  test('create of an address that another user has is a conflict', async () => {
    directory.addUser({ emailAddress: 'zoe@example.com' });

    expect(await target.create(creation, inTime)).toEqual({ kind: 'conflict' });
  });

  test('create that FinSpace refuses is rejected', async () => {
    const refused = { ...hire, emailAddress: 'zoe@example.toolong' };

    expect(await target.create({ ...creation, fields: refused }, inTime)).toEqual({
      kind: 'rejected',
      afterLostAnswer: false,
      details: { status: 400, code: 'ValidationException', fields: ['emailAddress'] },
    });
    expect(directory.users()).toHaveLength(0);
  });

  test('create that FinSpace refuses at a second sending may have happened at the first', async () => {
    directory.faults.next('CreateUser', { kind: 'lose-response' });
    directory.faults.next('CreateUser', { kind: 'validation' });

    expect(await targetWith(2).create(creation, inTime)).toMatchObject({
      kind: 'rejected',
      afterLostAnswer: true,
    });
    onlyUser();
  });

  test('create whose answer is lost once is sent again under its token, and is one user', async () => {
    directory.faults.next('CreateUser', { kind: 'lose-response' });

    const answer = await targetWith(2).create(creation, inTime);

    expect(answer).toEqual({ kind: 'created', userId: onlyUser()?.userId });
  });

  test('a response without a user id is a lost answer', async () => {
    directory.faults.next('CreateUser', { kind: 'response-without-user-id' });

    expect(await target.create(creation, inTime)).toEqual({
      kind: 'unknown',
      cause: 'target-unavailable',
    });
    onlyUser();
  });

  test('past its deadline is out of time', async () => {
    directory.faults.next('CreateUser', { kind: 'hang' });
    const deadline = new AbortController();

    const answer = targetWith(3).create(creation, deadline.signal);
    await directory.faults.untilHanging();
    deadline.abort();

    expect(await answer).toEqual({ kind: 'unknown', cause: 'out-of-time' });
    expect(directory.countCalls('CreateUser')).toBe(1);
  });
});

describe('get', () => {
  test('get shows the user', async () => {
    const { userId } = directory.addUser({ ...hire, status: 'DISABLED' });

    expect(await target.get(userId, inTime)).toEqual({
      kind: 'present',
      user: { ...hire, userId, status: 'DISABLED', createTimeMs: clock.now() },
    });
  });

  test('get of a user that FinSpace does not know is gone', async () => {
    expect(await target.get('nobody', inTime)).toEqual({ kind: 'gone' });
  });

  test('get of an id that FinSpace never issued is an error, not gone', async () => {
    const tooLong = 'abcdefghijklmnopqrstuvwxyz0123456789';

    expect(await target.get(tooLong, inTime)).toMatchObject({
      kind: 'unknown',
      cause: 'unexpected-error',
    });
  });

  test('past its deadline is out of time', async () => {
    expect(await target.get('user-1', AbortSignal.abort())).toEqual({
      kind: 'unknown',
      cause: 'out-of-time',
    });
  });
});

describe.each([
  ['create', 'CreateUser', () => target.create(creation, inTime)],
  ['get', 'GetUser', () => target.get('user-1', inTime)],
] as const)('%s is not answered', (_, operation, ask) => {
  test.each([
    [{ kind: 'throttle' }, { cause: 'throttled' }],
    [
      { kind: 'throttle', retryAfterSeconds: 30 },
      { cause: 'throttled', retryAfterMs: 30_000 },
    ],
    [{ kind: 'internal-error' }, { cause: 'target-unavailable' }],
    [{ kind: 'unavailable' }, { cause: 'target-unavailable' }],
    [
      { kind: 'unavailable', retryAfterSeconds: 2 },
      { cause: 'target-unavailable', retryAfterMs: 2000 },
    ],
    [{ kind: 'drop' }, { cause: 'target-unavailable' }],
    [{ kind: 'lose-response' }, { cause: 'target-unavailable' }],
    [{ kind: 'access-denied' }, { cause: 'target-denied-access' }],
    [{ kind: 'limit-exceeded' }, { cause: 'target-limit-exceeded' }],
  ] as const)('after %j: %j', async (fault, why) => {
    directory.addUser({ emailAddress: 'user-1@example.com', userId: 'user-1' });
    directory.faults.next(operation, fault);

    expect(await ask()).toEqual({ kind: 'unknown', ...why });
  });

  test('where no server listens', async () => {
    await directory.stop();

    expect(await ask()).toEqual({ kind: 'unknown', cause: 'target-unavailable' });
  });

  test('for credentials that FinSpace does not take', async () => {
    const client = createTestClient(directory.endpoint, {
      credentials: { accessKeyId: 'stranger', secretAccessKey: 'stranger' },
    });
    target = createTestTarget(client);

    expect(await ask()).toEqual({ kind: 'unknown', cause: 'target-denied-access' });
  });
});

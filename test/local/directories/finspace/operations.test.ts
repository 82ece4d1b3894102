import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { createFinspaceV2Client } from '../../../support/directories/finspace-v2-client.ts';
import { createManualClock, type ManualClock } from '../../../support/time/manual-clock.ts';

const START_MS = Date.parse('2026-03-02T09:00:00Z');
const ROLE = 'arn:aws:iam::111122223333:role/finspace/analyst';

let clock: ManualClock;
let double: FinspaceDouble;
let client: ReturnType<typeof createFinspaceV2Client>;

beforeEach(async () => {
  clock = createManualClock(START_MS);
  double = await startFinspaceDouble({ clock });
  client = createFinspaceV2Client(double.endpoint);
});

afterEach(() => double.stop());

describe('CreateUser', () => {
  test('makes a user with all that it was given', async () => {
    const { userId } = await client
      .createUser({
        emailAddress: 'ada@example.com',
        type: 'SUPER_USER',
        firstName: 'Adélie',
        lastName: '李',
        apiAccess: 'ENABLED',
        apiAccessPrincipalArn: ROLE,
      })
      .promise();

    expect(double.users()).toEqual([
      {
        userId,
        status: 'ENABLED',
        emailAddress: 'ada@example.com',
        type: 'SUPER_USER',
        firstName: 'Adélie',
        lastName: '李',
        apiAccess: 'ENABLED',
        apiAccessPrincipalArn: ROLE,
        createTime: START_MS,
        lastModifiedTime: START_MS,
        lastEnabledTime: START_MS,
      },
    ]);
  });

  test('gives a user id of at most 26 characters', async () => {
    const { userId } = await client
      .createUser({ emailAddress: 'ada@example.com', type: 'APP_USER' })
      .promise();

    expect(userId).toMatch(/^\S{1,26}$/);
  });

  test('leaves API access DISABLED unless asked', async () => {
    await client.createUser({ emailAddress: 'ada@example.com', type: 'APP_USER' }).promise();

    expect(double.users()).toMatchObject([{ apiAccess: 'DISABLED' }]);
  });

  test('refuses an address that is taken, and says whose in its message', async () => {
    double.addUser({ emailAddress: 'ada@example.com' });

    const answer = client
      .createUser({ emailAddress: 'ada@example.com', type: 'APP_USER' })
      .promise();

    await expect(answer).rejects.toMatchObject({
      code: 'ConflictException',
      statusCode: 409,
      message: expect.stringContaining('ada@example.com'),
      reason: 'emailAddress',
    });
    expect(double.users()).toHaveLength(1);
  });

  test('takes two spellings of an address for two users by default', async () => {
    double.addUser({ emailAddress: 'ada@example.com' });

    await client.createUser({ emailAddress: 'Ada@example.com', type: 'APP_USER' }).promise();

    expect(double.users().map((user) => user.emailAddress)).toEqual([
      'ada@example.com',
      'Ada@example.com',
    ]);
  });
});

test('CreateUser refuses another spelling where addresses are unique in any letter case', async () => {
  const strict = await startFinspaceDouble({ emailUniqueness: 'case-insensitive' });
  strict.addUser({ emailAddress: 'ada@example.com' });

  const answer = createFinspaceV2Client(strict.endpoint)
    .createUser({ emailAddress: 'Ada@Example.com', type: 'APP_USER' })
    .promise();

  await expect(answer).rejects.toMatchObject({ code: 'ConflictException', statusCode: 409 });
  await strict.stop();
});

describe('GetUser', () => {
  test('shows a user with its times in epoch milliseconds', async () => {
    const seed = {
      emailAddress: 'ada@example.com',
      status: 'DISABLED',
      createTime: START_MS - 5000,
      lastEnabledTime: START_MS - 4000,
      lastDisabledTime: START_MS - 3000,
      lastModifiedTime: START_MS - 2000,
      lastLoginTime: START_MS - 1000,
    } as const;
    const { userId } = double.addUser(seed);

    const user = await client.getUser({ userId }).promise();

    expect(user).toEqual({ ...seed, userId, type: 'APP_USER', apiAccess: 'DISABLED' });
  });

  test('finds a user whose id needs percent-encoding', async () => {
    double.addUser({ emailAddress: 'ada@example.com', userId: 'a b/c+ü' });

    const user = await client.getUser({ userId: 'a b/c+ü' }).promise();

    expect(user.userId).toBe('a b/c+ü');
  });

  test('knows nobody under an id that was never given', async () => {
    const answer = client.getUser({ userId: 'nobody' }).promise();

    await expect(answer).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      statusCode: 404,
    });
  });

  test('no longer knows a user that was removed', async () => {
    const { userId } = double.addUser({ emailAddress: 'ada@example.com' });
    double.removeUser(userId);

    const answer = client.getUser({ userId }).promise();

    await expect(answer).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});

describe('UpdateUser', () => {
  test('changes what it is given, keeps the rest, and notes the time', async () => {
    const seed = { emailAddress: 'ada@example.com', firstName: 'Ada', lastName: 'Byron' };
    const { userId } = double.addUser(seed);
    clock.advance(60_000);

    const answer = await client
      .updateUser({ userId, type: 'SUPER_USER', lastName: 'Lovelace' })
      .promise();

    expect(answer).toEqual({ userId });
    expect(double.users()).toMatchObject([
      { ...seed, type: 'SUPER_USER', lastName: 'Lovelace', lastModifiedTime: START_MS + 60_000 },
    ]);
  });

  test('refuses an id that was never given', async () => {
    const answer = client.updateUser({ userId: 'nobody', firstName: 'Ada' }).promise();

    await expect(answer).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});

describe('EnableUser and DisableUser', () => {
  test('DisableUser makes a user DISABLED and notes the time', async () => {
    const { userId } = double.addUser({ emailAddress: 'ada@example.com' });

    const answer = await client.disableUser({ userId }).promise();

    expect(answer).toEqual({ userId });
    expect(double.users()).toMatchObject([{ status: 'DISABLED', lastDisabledTime: START_MS }]);
  });

  test('EnableUser makes a user ENABLED again and notes the time', async () => {
    const { userId } = double.addUser({ emailAddress: 'ada@example.com', status: 'DISABLED' });

    const answer = await client.enableUser({ userId }).promise();

    expect(answer).toEqual({ userId });
    expect(double.users()).toMatchObject([{ status: 'ENABLED', lastEnabledTime: START_MS }]);
  });

  test.each(['enableUser', 'disableUser'] as const)(
    '%s refuses an id that was never given',
    async (call) => {
      await expect(client[call]({ userId: 'nobody' }).promise()).rejects.toMatchObject({
        code: 'ResourceNotFoundException',
        statusCode: 404,
      });
    },
  );

  test.each(['enableUser', 'disableUser'] as const)(
    '%s refuses a user that is still CREATING',
    async (call) => {
      const { userId } = double.addUser({ emailAddress: 'ada@example.com', status: 'CREATING' });

      await expect(client[call]({ userId }).promise()).rejects.toMatchObject({
        code: 'ConflictException',
        statusCode: 409,
      });
    },
  );
});

describe('a user that is CREATING', () => {
  test('stays so for the given time, then is ENABLED', async () => {
    const slow = await startFinspaceDouble({ clock, creatingMs: 30_000 });
    await createFinspaceV2Client(slow.endpoint)
      .createUser({ emailAddress: 'ada@example.com', type: 'APP_USER' })
      .promise();

    clock.advance(29_999);
    const before = slow.users();
    clock.advance(1);
    const after = slow.users();

    expect(before).toMatchObject([{ status: 'CREATING' }]);
    expect(after).toMatchObject([{ status: 'ENABLED', lastEnabledTime: START_MS + 30_000 }]);
    await slow.stop();
  });

  test('stays so for ever if a test set it', async () => {
    const { userId } = await client
      .createUser({ emailAddress: 'ada@example.com', type: 'APP_USER' })
      .promise();
    double.updateUser(`${userId}`, { status: 'CREATING' });

    clock.advance(365 * 24 * 3_600_000);

    expect(double.users()).toMatchObject([{ status: 'CREATING' }]);
  });
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { createFinspaceV2Client } from '../../../support/directories/finspace-v2-client.ts';
import { createManualClock, type ManualClock } from '../../../support/time/manual-clock.ts';

const START_MS = Date.parse('2026-03-02T09:00:00Z');
const ADA = { emailAddress: 'ada@example.com', type: 'APP_USER' };

let clock: ManualClock;
let double: FinspaceDouble;
let client: ReturnType<typeof createFinspaceV2Client>;

beforeEach(async () => {
  clock = createManualClock(START_MS);
  double = await startFinspaceDouble({ clock });
  client = createFinspaceV2Client(double.endpoint);
});

afterEach(() => double.stop());

test('CreateUser makes an enabled user without API access, created now', async () => {
  const { userId } = await client.createUser(ADA).promise();

  expect(double.users()).toEqual([
    {
      ...ADA,
      userId: expect.stringMatching(/^\S{1,26}$/),
      status: 'ENABLED',
      apiAccess: 'DISABLED',
      createTime: START_MS,
      lastModifiedTime: START_MS,
      lastEnabledTime: START_MS,
    },
  ]);
  expect(double.users()).toMatchObject([{ userId }]);
});

test('CreateUser refuses an address that is taken, and quotes it in its message', async () => {
  double.addUser({ emailAddress: ADA.emailAddress });

  await expect(client.createUser(ADA).promise()).rejects.toMatchObject({
    code: 'ConflictException',
    statusCode: 409,
    message: expect.stringContaining(ADA.emailAddress),
    reason: 'emailAddress',
  });
  expect(double.users()).toHaveLength(1);
});

test('CreateUser takes two spellings of an address for two users', async () => {
  double.addUser({ emailAddress: ADA.emailAddress });

  await client.createUser({ ...ADA, emailAddress: 'Ada@example.com' }).promise();

  expect(double.users()).toHaveLength(2);
});

test('CreateUser refuses another spelling where addresses are unique in any letter case', async () => {
  const strict = await startFinspaceDouble({ emailUniqueness: 'case-insensitive' });
  strict.addUser({ emailAddress: ADA.emailAddress });

  const response = createFinspaceV2Client(strict.endpoint)
    .createUser({ ...ADA, emailAddress: 'Ada@Example.com' })
    .promise();

  await expect(response).rejects.toMatchObject({ code: 'ConflictException', statusCode: 409 });
  await strict.stop();
});

test('GetProgrammaticAccessCredentials gives new credentials for at most 60 minutes', async () => {
  const environmentId = 'n4vv';
  const get = (durationInMinutes: number) =>
    client.getProgrammaticAccessCredentials({ environmentId, durationInMinutes }).promise();

  const [first, second] = [await get(60), await get(60)];

  expect(first).toMatchObject({ durationInMinutes: 60 });
  expect(first.credentials).not.toEqual(second.credentials);
  await expect(get(61)).rejects.toMatchObject({ code: 'ValidationException', statusCode: 400 });
});

test('GetProgrammaticAccessCredentials is about one environment', async () => {
  const withoutOne = createFinspaceV2Client(double.endpoint);
  Object.assign(withoutOne.config, { paramValidation: false });

  await expect(
    withoutOne.getProgrammaticAccessCredentials({} as { environmentId: string }).promise(),
  ).rejects.toMatchObject({ code: 'ValidationException', reason: 'environmentId' });
});

test('GetUser does not find a user that was removed', async () => {
  const { userId } = double.addUser({ emailAddress: ADA.emailAddress });
  double.removeUser(userId);

  await expect(client.getUser({ userId }).promise()).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    statusCode: 404,
  });
});

test('a new user is CREATING for the given time, and then ENABLED', async () => {
  const slow = await startFinspaceDouble({ clock, creatingMs: 30_000 });
  await createFinspaceV2Client(slow.endpoint).createUser(ADA).promise();

  clock.advance(29_999);
  const before = slow.users();
  clock.advance(1);
  const after = slow.users();

  expect(before).toMatchObject([{ status: 'CREATING' }]);
  expect(after).toMatchObject([{ status: 'ENABLED', lastEnabledTime: START_MS + 30_000 }]);
  await slow.stop();
});

test('a user that a test set to CREATING stays so', async () => {
  const { userId } = double.addUser({ emailAddress: ADA.emailAddress });
  double.updateUser(userId, { status: 'CREATING' });

  clock.advance(365 * 24 * 3_600_000);

  expect(double.users()).toMatchObject([{ status: 'CREATING' }]);
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { createFinspaceV2Client } from '../../../support/directories/finspace-v2-client.ts';
import { createManualClock, type ManualClock } from '../../../support/time/manual-clock.ts';

const MINUTE_MS = 60_000;
const ADA = { emailAddress: 'ada@example.com', type: 'APP_USER', clientToken: 'token-1' };

let clock: ManualClock;
let double: FinspaceDouble;
let client: ReturnType<typeof createFinspaceV2Client>;

beforeEach(async () => {
  clock = createManualClock(Date.parse('2026-03-02T09:00:00Z'));
  double = await startFinspaceDouble({ clock });
  client = createFinspaceV2Client(double.endpoint);
});

afterEach(() => double.stop());

test('a repeated call with the same token and content returns the same user and creates nothing', async () => {
  const first = await client.createUser(ADA).promise();
  clock.advance(10 * MINUTE_MS - 1);

  const second = await client.createUser(ADA).promise();

  expect(second).toEqual(first);
  expect(double.users()).toHaveLength(1);
});

test('a token is forgotten ten minutes after its first success', async () => {
  await client.createUser(ADA).promise();
  clock.advance(10 * MINUTE_MS);

  const answer = client.createUser(ADA).promise();

  await expect(answer).rejects.toMatchObject({ code: 'ConflictException' });
});

test('a repeated call does not make its token live longer', async () => {
  await client.createUser(ADA).promise();
  clock.advance(9 * MINUTE_MS);
  await client.createUser(ADA).promise();
  clock.advance(MINUTE_MS);

  const answer = client.createUser(ADA).promise();

  await expect(answer).rejects.toMatchObject({ code: 'ConflictException' });
});

test('a token that comes back with other content is refused', async () => {
  await client.createUser(ADA).promise();

  const answer = client.createUser({ ...ADA, emailAddress: 'bob@example.com' }).promise();

  await expect(answer).rejects.toMatchObject({ code: 'ValidationException', statusCode: 400 });
  expect(double.users()).toHaveLength(1);
});

test('the same content under another token is a conflict', async () => {
  await client.createUser(ADA).promise();

  const answer = client.createUser({ ...ADA, clientToken: 'token-2' }).promise();

  await expect(answer).rejects.toMatchObject({ code: 'ConflictException' });
});

test('a token whose call was refused can be used again', async () => {
  const { userId } = double.addUser({ emailAddress: ADA.emailAddress });
  await expect(client.createUser(ADA).promise()).rejects.toMatchObject({ statusCode: 409 });
  double.removeUser(userId);

  await client.createUser({ ...ADA, firstName: 'Ada' }).promise();

  expect(double.users()).toMatchObject([{ firstName: 'Ada' }]);
});

test('two calls at the same time with the same token create one user', async () => {
  const answers = await Promise.all([
    client.createUser(ADA).promise(),
    client.createUser(ADA).promise(),
  ]);

  expect(new Set(answers.map(({ userId }) => userId)).size).toBe(1);
  expect(double.users()).toHaveLength(1);
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import {
  createFinspaceV2Client,
  everyPage,
} from '../../../support/directories/finspace-v2-client.ts';

let double: FinspaceDouble;
let client: ReturnType<typeof createFinspaceV2Client>;

/** Five users, a to e. */
beforeEach(async () => {
  double = await startFinspaceDouble();
  client = createFinspaceV2Client(double.endpoint);
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    double.addUser({ emailAddress: `${name}@example.com` });
});

afterEach(() => double.stop());

const listUsers = (maxResults: number, nextToken?: string) =>
  client.listUsers({ maxResults, ...(nextToken !== undefined && { nextToken }) }).promise();

test('ListUsers shows users in creation order, a page at a time', async () => {
  const first = await listUsers(2);
  const second = await listUsers(2, first.nextToken);
  const third = await listUsers(2, second.nextToken);

  const pages = [first, second, third].map(({ users = [] }) =>
    users.map((user) => user.emailAddress),
  );
  expect(pages).toEqual([
    ['a@example.com', 'b@example.com'],
    ['c@example.com', 'd@example.com'],
    ['e@example.com'],
  ]);
  expect(third.nextToken).toBeUndefined();
});

test('the SDK v2 pages through ListUsers to its end', async () => {
  const pages = await everyPage(client.listUsers({ maxResults: 2 }));

  expect(pages.flatMap(({ users }) => users)).toEqual(double.users());
  expect(pages).toHaveLength(3);
});

test('ListUsers ends with a page that is just full', async () => {
  const { nextToken } = await listUsers(5);

  expect(nextToken).toBeUndefined();
});

test('ListUsers skips no user when a user of an earlier page is removed between pages', async () => {
  const first = await listUsers(2);
  double.removeUser(`${first.users?.[0]?.userId}`);

  const second = await listUsers(2, first.nextToken);

  expect(second.users?.map(({ emailAddress }) => emailAddress)).toEqual([
    'c@example.com',
    'd@example.com',
  ]);
});

test('ListUsers shows a user that was created between pages on a later page', async () => {
  const first = await listUsers(4);
  double.addUser({ emailAddress: 'f@example.com' });

  const second = await listUsers(4, first.nextToken);

  expect(second.users?.map(({ emailAddress }) => emailAddress)).toEqual([
    'e@example.com',
    'f@example.com',
  ]);
});

test('ListUsers puts no more on a page than its own page size', async () => {
  const small = await startFinspaceDouble({ pageSize: 1 });
  small.addUser({ emailAddress: 'a@example.com' });
  small.addUser({ emailAddress: 'b@example.com' });

  const { users } = await createFinspaceV2Client(small.endpoint)
    .listUsers({ maxResults: 100 })
    .promise();

  expect(users).toHaveLength(1);
  await small.stop();
});

test('ListUsers refuses a token that has expired', async () => {
  const { nextToken } = await listUsers(2);
  double.expirePageTokens();

  const answer = listUsers(2, nextToken);

  await expect(answer).rejects.toMatchObject({ code: 'ValidationException', statusCode: 400 });
});

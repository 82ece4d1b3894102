import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { paginateListUsers } from '../../../../src/targets/finspace/client/list-users-paginator.ts';
import {
  type ScriptedFinspace,
  startScriptedFinspace,
} from '../../../support/directories/scripted-finspace.ts';
import { json } from '../../../support/http/recording-server.ts';

let finspace: ScriptedFinspace;

beforeAll(async () => {
  finspace = await startScriptedFinspace();
});

afterAll(() => finspace.stop());

test('the paginator follows nextToken to the end, an empty page in between included', async () => {
  finspace.script(
    json({ users: [{ userId: 'user-1' }, { userId: 'user-2' }], nextToken: 'a=' }),
    json({ users: [], nextToken: 'b=' }),
    json({ users: [{ userId: 'user-3' }] }),
  );

  const userIds: (string | undefined)[] = [];
  for await (const { users = [] } of paginateListUsers(finspace, { maxResults: 2 })) {
    userIds.push(...users.map(({ userId }) => userId));
  }

  expect(userIds).toEqual(['user-1', 'user-2', 'user-3']);
  expect(finspace.requests.map(({ target }) => target)).toEqual([
    '/user?maxResults=2',
    '/user?maxResults=2&nextToken=a%3D',
    '/user?maxResults=2&nextToken=b%3D',
  ]);
});

test('the paginator starts at the given token', async () => {
  finspace.script(json({ users: [] }));

  const pages = paginateListUsers({ ...finspace, startingToken: 'b=' }, { maxResults: 2 });
  await pages.next();

  expect(finspace.requests.map(({ target }) => target)).toEqual([
    '/user?maxResults=2&nextToken=b%3D',
  ]);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FinspaceDataClient } from '../../../../src/targets/finspace/client/finspace-data-client.ts';
import { paginateListUsers } from '../../../../src/targets/finspace/client/list-users-paginator.ts';
import { createTestClient } from '../../../support/finspace-client.ts';
import {
  json,
  type RecordingServer,
  startRecordingServer,
} from '../../../support/recording-server.ts';

let server: RecordingServer;
let client: FinspaceDataClient;

beforeAll(async () => {
  server = await startRecordingServer();
  client = createTestClient(server.endpoint);
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

test('the paginator follows nextToken to the end, an empty page in between included', async () => {
  server.script(
    json({ users: [{ userId: 'user-1' }, { userId: 'user-2' }], nextToken: 'a=' }),
    json({ users: [], nextToken: 'b=' }),
    json({ users: [{ userId: 'user-3' }] }),
  );

  const userIds: (string | undefined)[] = [];
  for await (const { users = [] } of paginateListUsers({ client }, { maxResults: 2 })) {
    userIds.push(...users.map(({ userId }) => userId));
  }

  expect(userIds).toEqual(['user-1', 'user-2', 'user-3']);
  expect(server.requests.map(({ target }) => target)).toEqual([
    '/user?maxResults=2',
    '/user?maxResults=2&nextToken=a%3D',
    '/user?maxResults=2&nextToken=b%3D',
  ]);
});

test('the paginator starts where it is told to', async () => {
  server.script(json({ users: [] }));

  const pages = paginateListUsers({ client, startingToken: 'b=' }, { maxResults: 2 });
  await pages.next();

  expect(server.requests.map(({ target }) => target)).toEqual([
    '/user?maxResults=2&nextToken=b%3D',
  ]);
});

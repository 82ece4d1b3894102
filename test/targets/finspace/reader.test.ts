import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../local/directories/finspace/server.ts';
import type { DirectoryReader } from '../../../src/targets/directory-reader.ts';
import { AssociateUserToPermissionGroupCommand } from '../../../src/targets/finspace/client/commands.ts';
import { createFinspaceReader } from '../../../src/targets/finspace/reader.ts';
import { createTestClient } from '../../support/directories/finspace-client.ts';
import { json, startRecordingServer } from '../../support/http/recording-server.ts';

const GROUP = 'quants';
const { signal } = new AbortController();

let directory: FinspaceDouble;
let reader: DirectoryReader;
beforeEach(async () => {
  directory = await startFinspaceDouble({ pageSize: 2 });
  reader = createFinspaceReader(createTestClient(directory.endpoint, {}, 1));
  directory.addGroup(GROUP);
});
afterEach(() => directory.stop());

const add = (name: string) => directory.addUser({ emailAddress: `${name}@example.com` }).userId;

describe('reading all users', () => {
  test('continues at the position that a page names, and ends without one', async () => {
    for (const name of ['ada', 'grace', 'joan']) add(name);

    const first = await reader.readAccounts(undefined, signal);
    const next = first.kind === 'page' ? first.next : undefined;
    const second = await reader.readAccounts(next, signal);

    expect(first).toMatchObject({
      users: [{ emailAddress: 'ada@example.com' }, { emailAddress: 'grace@example.com' }],
      next: expect.any(String),
    });
    expect(second).toMatchObject({
      users: [{ emailAddress: 'joan@example.com' }],
      next: undefined,
      unreadable: 0,
    });
  });

  test('reports a position that has expired', async () => {
    for (const name of ['ada', 'grace', 'joan']) add(name);
    const first = await reader.readAccounts(undefined, signal);
    directory.expirePageTokens();

    const next = first.kind === 'page' ? first.next : undefined;
    expect(await reader.readAccounts(next, signal)).toEqual({ kind: 'position-refused' });
  });

  test('reports why a page could not be read', async () => {
    directory.faults.always('ListUsers', { kind: 'access-denied' });

    expect(await reader.readAccounts(undefined, signal)).toEqual({
      kind: 'failed',
      failure: { cause: 'target-denied-access' },
    });
  });
});

describe('reading the users in a permission group', () => {
  test('has those of all pages', async () => {
    const [ada, grace, joan] = [add('ada'), add('grace'), add('joan')];
    for (const userId of [ada, grace, joan]) await addMember(userId);

    const first = await reader.readMembers(GROUP, undefined, signal);
    const next = first.kind === 'page' ? first.next : undefined;

    expect(first).toMatchObject({ userIds: [ada, grace], isWhole: true });
    expect(await reader.readMembers(GROUP, next, signal)).toEqual({
      kind: 'page',
      userIds: [joan],
      isWhole: true,
      next: undefined,
    });
  });

  test('has no user who is being removed', async () => {
    const server = await startRecordingServer();
    server.script(
      json({
        users: [
          { userId: 'ada', membershipStatus: 'ADDITION_IN_PROGRESS' },
          { userId: 'joan', membershipStatus: 'REMOVAL_IN_PROGRESS' },
        ],
      }),
    );
    const scripted = createFinspaceReader(createTestClient(server.endpoint, {}, 1));

    const page = await scripted.readMembers(GROUP, undefined, signal);
    await server.stop();

    expect(page).toMatchObject({ kind: 'page', userIds: ['ada'] });
    expect(server.requests.map(({ target }) => target)).toEqual([
      `/permission-group/${GROUP}/users?maxResults=100`,
    ]);
  });

  test('reports a group that is gone', async () => {
    directory.removeGroup(GROUP);

    expect(await reader.readMembers(GROUP, undefined, signal)).toEqual({ kind: 'gone' });
  });
});

async function addMember(userId: string) {
  await createTestClient(directory.endpoint).send(
    new AssociateUserToPermissionGroupCommand({ permissionGroupId: GROUP, userId }),
  );
}

import { CreateGroupMembershipCommand } from '@aws-sdk/client-identitystore';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../../local/directories/identity-center/server.ts';
import type { DirectoryReader } from '../../../src/targets/directory-reader.ts';
import { createIdentityCenterReader } from '../../../src/targets/identity-center/reader.ts';
import { createTestClient } from './wire.ts';

const STORE = 'd-0000000001';
const ANALYSTS = '9067642ac7-5b1f2d34-8c6e-4a1f-9d0b-2e7c4a6f8b10';
const { signal } = new AbortController();

let directory: IdentityCenterDouble;
let reader: DirectoryReader;
beforeEach(async () => {
  directory = await startIdentityCenterDouble({ pageSize: 2 });
  reader = createIdentityCenterReader(createTestClient(directory.endpoint, 1), STORE);
  directory.addGroup(ANALYSTS);
});
afterEach(() => directory.stop());

const add = (name: string, employeeId = `E-${name}`) =>
  directory.addUser({ emailAddress: `${name}@example.com`, employeeId }).userId;

describe('reading all users', () => {
  test('has their employee numbers, page by page', async () => {
    for (const name of ['ada', 'grace', 'joan']) add(name);

    const first = await reader.readAccounts(undefined, signal);
    const next = first.kind === 'page' ? first.next : undefined;

    expect(first).toMatchObject({ users: [{ employeeId: 'E-ada' }, { employeeId: 'E-grace' }] });
    expect(await reader.readAccounts(next, signal)).toMatchObject({
      users: [{ employeeId: 'E-joan', status: 'ENABLED' }],
      next: undefined,
    });
  });

  test('reports a position that the store does not accept', async () => {
    expect(await reader.readAccounts('unknown', signal)).toEqual({ kind: 'position-refused' });
  });

  test('reports why a page could not be read', async () => {
    directory.faults.always('ListUsers', { kind: 'throttle' });

    expect(await reader.readAccounts(undefined, signal)).toMatchObject({
      kind: 'failed',
      failure: { cause: 'throttled' },
    });
  });
});

describe('reading the members of a group', () => {
  test('has those of all pages', async () => {
    const userIds = ['ada', 'grace', 'joan'].map((name) => add(name));
    for (const userId of userIds) await addMember(userId);

    const first = await reader.readMembers(ANALYSTS, undefined, signal);
    const next = first.kind === 'page' ? first.next : undefined;

    expect(first).toMatchObject({ userIds: userIds.slice(0, 2), isWhole: true });
    expect(await reader.readMembers(ANALYSTS, next, signal)).toMatchObject({
      userIds: userIds.slice(2),
      next: undefined,
    });
  });

  test('reports a group that is gone', async () => {
    directory.removeGroup(ANALYSTS);

    expect(await reader.readMembers(ANALYSTS, undefined, signal)).toEqual({ kind: 'gone' });
  });
});

async function addMember(UserId: string) {
  await createTestClient(directory.endpoint, 1).send(
    new CreateGroupMembershipCommand({
      IdentityStoreId: STORE,
      GroupId: ANALYSTS,
      MemberId: { UserId },
    }),
  );
}

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DirectoryReader } from '../../../src/targets/directory-reader.ts';
import type { ScimClient } from '../../../src/targets/scim/client.ts';
import { createExternalIds } from '../../../src/targets/scim/external-ids.ts';
import { createScimReader } from '../../../src/targets/scim/reader.ts';
import {
  answering,
  type ScimHarness,
  scimClientAt,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import { never } from './seeking.ts';

const GROUP = 'e9e30dba-f08f-4109-8486-d5c6a331660a';

let harness: ScimHarness;
let client: ScimClient;
let reader: DirectoryReader;
beforeEach(async () => {
  harness = await startScimHarness();
  harness.server.addGroup(GROUP);
  client = scimClientAt(harness.baseUrl);
  reader = createScimReader(client, createExternalIds(true));
});
afterEach(async () => {
  await client.closeConnections();
  await harness.stop();
});

const add = (name: string) =>
  harness.server.addUser({ userName: `${name}@example.com`, externalId: `E-${name}` }).id;

describe('reading all users', () => {
  test('has their external ids, page by page', async () => {
    for (let number = 0; number < 101; number += 1) add(`person-${number}`);

    const first = await reader.readAccounts(undefined, never);

    expect(first).toMatchObject({ unreadable: 0, next: '101' });
    expect(await reader.readAccounts('101', never)).toMatchObject({
      users: [{ emailAddress: 'person-100@example.com', employeeId: 'E-person-100' }],
      next: undefined,
    });
  });

  test('counts a user who has no address, and has the others', async () => {
    add('ada');
    harness.quirk(
      answering('ListUsers', (answer) =>
        withBody(answer, {
          totalResults: 2,
          Resources: [{ id: '1' }, { id: '2', userName: 'b@c.de' }],
        }),
      ),
    );

    expect(await reader.readAccounts(undefined, never)).toMatchObject({
      users: [{ userId: '2' }],
      unreadable: 1,
      next: undefined,
    });
  });
});

describe('reading the members of a group', () => {
  test('is whole where the server shows some', async () => {
    const userId = add('ada');
    await grant(userId);

    expect(await reader.readMembers(GROUP, undefined, never)).toEqual({
      kind: 'page',
      userIds: [userId],
      isWhole: true,
      next: undefined,
    });
  });

  test('is not whole where it shows none, or many: the list may be left out, or cut', async () => {
    expect(await reader.readMembers(GROUP, undefined, never)).toMatchObject({ isWhole: false });

    const members = Array.from({ length: 50 }, (_, index) => ({ value: String(index) }));
    harness.quirk(answering('GetGroup', (answer) => withBody(answer, { id: GROUP, members })));
    expect(await reader.readMembers(GROUP, undefined, never)).toMatchObject({ isWhole: false });
  });

  test('reports a group that is gone', async () => {
    harness.server.removeGroup(GROUP);

    expect(await reader.readMembers(GROUP, undefined, never)).toEqual({ kind: 'gone' });
  });

  test('shows one account in it, and another one not', async () => {
    const [ada, grace] = [add('ada'), add('grace')];
    await grant(ada);

    expect(await reader.isMember?.(ada, GROUP, never)).toEqual({ kind: 'member' });
    expect(await reader.isMember?.(grace, GROUP, never)).toEqual({ kind: 'not-member' });
  });
});

const grant = (userId: string) => harness.target.grant?.(userId, GROUP, never);

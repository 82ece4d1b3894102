import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ScimServer, startScimServer } from '../../../../local/directories/scim/server.ts';

const GROUP = 'e9e30dba-f08f-4109-8486-d5c6a331660a';
const OTHER_GROUP = '6c5bb468-14b2-4183-baf2-06d523e03bd3';

let server: ScimServer;
let userId: string;
beforeEach(async () => {
  server = await startScimServer();
  server.addGroup(GROUP);
  userId = server.addUser({ userName: 'ada@example.com' }).id;
});
afterEach(() => server.stop());

async function send(method: string, path: string, body?: object) {
  const response = await fetch(server.baseUrl + path, {
    method,
    headers: { authorization: 'Bearer test', 'content-type': 'application/scim+json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}
const patch = (operation: object, group = GROUP) =>
  send('PATCH', `/Groups/${group}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [operation],
  });
const add = (...userIds: readonly string[]) =>
  patch({ op: 'add', path: 'members', value: userIds.map((value) => ({ value })) });
const listed = async (filter: string) => {
  const { body } = await send('GET', `/Groups?filter=${encodeURIComponent(filter)}`);
  return body.Resources.map(({ id }: { id: string }) => id);
};

describe('PATCH', () => {
  test('adds a member, and returns the group', async () => {
    expect(await add(userId)).toMatchObject({
      status: 200,
      body: { id: GROUP, members: [{ value: userId }] },
    });
    expect(server.memberships()).toEqual([{ userId, group: GROUP }]);
  });

  test('adds no member twice, and answers 204', async () => {
    await add(userId);

    expect(await add(userId)).toEqual({ status: 204, body: undefined });
    expect(server.memberships()).toEqual([{ userId, group: GROUP }]);
  });

  test('loses no member who is added at the same time', async () => {
    const userIds = Array.from(
      { length: 10 },
      (_, each) => server.addUser({ userName: `user-${each}@example.com` }).id,
    );
    await Promise.all(userIds.map((id) => add(id)));

    expect(server.memberships()).toHaveLength(10);
  });

  test('adds all members or none', async () => {
    expect(await add(userId, 'no-user')).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue' },
    });
    expect(server.memberships()).toEqual([]);
  });

  test('of a group that does not exist is 404', async () => {
    const operation = { op: 'add', path: 'members', value: [{ value: userId }] };

    expect(await patch(operation, OTHER_GROUP)).toMatchObject({ status: 404 });
  });

  test.each([{ op: 'remove' }, { op: 'replace', value: [] }])(
    '%j of members is refused',
    async (operation) => {
      await add(userId);

      expect(await patch({ ...operation, path: 'members' })).toMatchObject({ status: 501 });
      expect(server.memberships()).toEqual([{ userId, group: GROUP }]);
    },
  );
});

test('no group can be created or deleted', async () => {
  const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Sales' };

  expect(await send('POST', '/Groups', group)).toMatchObject({ status: 501 });
  expect(await send('DELETE', `/Groups/${GROUP}`)).toMatchObject({ status: 501 });
});

test('a group shows its members, unless they are excluded', async () => {
  await add(userId);

  expect(await send('GET', `/Groups/${GROUP}`)).toMatchObject({
    status: 200,
    body: { id: GROUP, members: [{ value: userId, type: 'User' }] },
  });
  const { body } = await send('GET', `/Groups/${GROUP}?excludedAttributes=members`);
  expect(body).not.toHaveProperty('members');
});

test.each(['members.value', 'members'])('groups are filtered by id and %s', async (attribute) => {
  server.addGroup(OTHER_GROUP);
  await add(userId);

  expect(await listed(`id eq "${GROUP}" and ${attribute} eq "${userId}"`)).toEqual([GROUP]);
  expect(await listed(`id eq "${OTHER_GROUP}" and ${attribute} eq "${userId}"`)).toEqual([]);
  expect(await listed(`id eq "${GROUP}" and ${attribute} eq "no-user"`)).toEqual([]);
});

describe('a user', () => {
  test('shows the groups, which cannot be set', async () => {
    await add(userId);
    const groups = [{ value: OTHER_GROUP }];
    await send('PATCH', `/Users/${userId}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', value: { title: 'Engineer' } }],
    });
    await send('PUT', `/Users/${userId}`, {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ada@example.com',
      groups,
    });

    const { body } = await send('GET', `/Users/${userId}`);
    expect(body.groups).toEqual([expect.objectContaining({ value: GROUP })]);
  });

  test('who is deleted is in no group', async () => {
    await add(userId);
    await send('DELETE', `/Users/${userId}`);

    expect(server.memberships()).toEqual([]);
  });
});

test('the calls are recorded by name', async () => {
  await add(userId);
  await listed(`id eq "${GROUP}"`);
  await send('GET', `/Groups/${GROUP}`);

  expect(server.calls.map(({ operation }) => operation)).toEqual([
    'AddToGroup',
    'ListGroups',
    'GetGroup',
  ]);
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GrantResult } from '../../../src/provisioning/ports.ts';
import {
  answering,
  firstOf,
  insteadOf,
  type ScimHarness,
  scimError,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import type { CallHook } from '../../support/http/intercepting-proxy.ts';
import { grantOf } from '../memberships.suite.ts';
import { NOT_SCIM, never, seekingIn } from './seeking.ts';

const GROUP = 'e9e30dba-f08f-4109-8486-d5c6a331660a';
const OTHER_GROUP = '6c5bb468-14b2-4183-baf2-06d523e03bd3';
const GRANTED = { kind: 'granted' };
const REFUSED = { kind: 'refused' };
/** The log has the reason. */
const NOT_SHOWN = {
  kind: 'not-shown',
  error: expect.objectContaining({ message: expect.stringContaining('no membership is shown') }),
};

interface Group {
  readonly members?: unknown;
}

let harness: ScimHarness;
let userId: string;
beforeEach(async () => {
  harness = await startScimHarness();
  harness.server.addGroup(GROUP);
  userId = add().id;
});
afterEach(() => harness.stop());

const { add } = seekingIn(() => harness);
const grant = (group = GROUP): Promise<GrantResult> =>
  grantOf(harness.target)(userId, group, never);
const filters = () =>
  harness.requests
    .map(({ path }) => new URL(path, 'http://scim').searchParams.get('filter'))
    .filter((filter) => filter !== null);

const quirks = (...hooks: readonly CallHook[]) => harness.quirk(firstOf(...hooks));
const answersWith204 = answering('AddToGroup', () => ({ status: 204, body: '' }));
const ignoresAdditions = insteadOf('AddToGroup', { status: 204, body: '' });
const refusesFilters = insteadOf('ListGroups', scimError(400, { scimType: 'invalidFilter' }));
const refusesFiltersBy =
  (attribute: string): CallHook =>
  (call, phase) =>
    call.path.includes(encodeURIComponent(` ${attribute} eq `))
      ? refusesFilters(call, phase)
      : undefined;
const showsNoMembersInLists = answering('ListGroups', (answer) => {
  const Resources = JSON.parse(answer.body).Resources.map(
    ({ members: _, ...group }: Group) => group,
  );
  return withBody(answer, { Resources });
});
const showsMembers = (members: readonly object[]) =>
  answering('GetGroup', (answer) => withBody(answer, { members }));
const showsNoMembers = showsMembers([]);
const showsNoGroups = answering('GetUser', (answer) => withBody(answer, { groups: undefined }));
const others = (count: number) =>
  Array.from({ length: count }, (_, each) => ({ value: `other-${each}` }));

describe('what is sent', () => {
  test('one PATCH adds the one account, and does nothing else', async () => {
    await grant();

    expect(harness.calls()).toEqual(['AddToGroup']);
    expect(harness.requests[0]).toMatchObject({
      path: `/scim/v2/Groups/${GROUP}`,
      headers: { 'content-type': 'application/scim+json' },
    });
    expect(JSON.parse(harness.requests[0]?.body ?? '')).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'members', value: [{ value: userId }] }],
    });
  });

  test('the id of a group is sent as it is, whatever is in it', async () => {
    harness.server.addGroup('a/b?c d');

    expect(await grant('a/b?c d')).toEqual(GRANTED);
    expect(harness.requests[0]?.path).toBe('/scim/v2/Groups/a%2Fb%3Fc%20d');
  });

  test.each(['.', '..', ''])('no id leads to another path: %j', async (group) => {
    expect(await grant(group)).toEqual(REFUSED);
    expect(harness.calls()).toEqual([]);
  });
});

describe('a response that shows the group', () => {
  test('with the account among its members is proof', async () => {
    expect(await grant()).toEqual(GRANTED);
    expect(harness.calls()).toEqual(['AddToGroup']);
  });

  test('with members as plain strings is proof', async () => {
    quirks(answering('AddToGroup', (answer) => withBody(answer, { members: [userId] })));

    expect(await grant()).toEqual(GRANTED);
    expect(harness.calls()).toEqual(['AddToGroup']);
  });

  test('with its id in capitals is proof', async () => {
    quirks(answering('AddToGroup', (answer) => withBody(answer, { id: GROUP.toUpperCase() })));

    expect(await grant()).toEqual(GRANTED);
    expect(harness.calls()).toEqual(['AddToGroup']);
  });

  test.each([
    ['with another id', { id: OTHER_GROUP }],
    ['without members', { members: undefined }],
    ['with a list of members that is cut', { members: others(100) }],
  ])('%s is no proof: the membership is looked up', async (_, shown) => {
    quirks(answering('AddToGroup', (answer) => withBody(answer, shown)));

    expect(await grant()).toEqual(GRANTED);
    expect(harness.calls()).toEqual(['AddToGroup', 'ListGroups']);
  });

  test('and is too large to read is no proof: the membership is looked up', async () => {
    const detail = 'x'.repeat(2_100_000);
    quirks(answering('AddToGroup', (answer) => withBody(answer, { detail })));

    expect(await grant()).toEqual(GRANTED);
    expect(harness.calls()).toEqual(['AddToGroup', 'ListGroups']);
  });
});

describe('a server that answers 204', () => {
  test('is asked for the group by its id and the member', async () => {
    quirks(answersWith204);

    expect(await grant()).toEqual(GRANTED);
    expect(harness.calls()).toEqual(['AddToGroup', 'ListGroups']);
    expect(filters()).toEqual([`id eq "${GROUP}" and members.value eq "${userId}"`]);
  });

  test('and shows no members in lists is asked for a member who does not exist, once', async () => {
    quirks(answersWith204, showsNoMembersInLists);
    harness.server.addGroup(OTHER_GROUP);

    expect(await grant()).toEqual(GRANTED);
    expect(filters()).toHaveLength(2);
    expect(await grant(OTHER_GROUP)).toEqual(GRANTED);
    expect(filters()).toHaveLength(3);
  });

  test('and cuts the members in a list that it filters is asked so too', async () => {
    const cut = list([{ id: GROUP, members: others(100) }]);
    quirks(answersWith204, (call, phase) => {
      const isOurs = call.path.includes(userId);
      return insteadOf('ListGroups', isOurs ? cut : list([]))(call, phase);
    });

    expect(await grant()).toEqual(GRANTED);
    expect(filters()).toHaveLength(2);
  });

  test('and has refused the filter for one member is asked by it again', async () => {
    quirks(answersWith204, insteadOf('ListGroups', scimError(400)));
    await grant();
    quirks(answersWith204);
    await grant();

    expect(filters()).toHaveLength(3);
  });

  test('and filters by members alone is asked by it, and by it first from then on', async () => {
    quirks(answersWith204, refusesFiltersBy('members.value'));
    harness.server.addGroup(OTHER_GROUP);

    expect(await grant()).toEqual(GRANTED);
    expect(await grant(OTHER_GROUP)).toEqual(GRANTED);
    expect(filters()).toEqual([
      `id eq "${GROUP}" and members.value eq "${userId}"`,
      `id eq "${GROUP}" and members eq "${userId}"`,
      `id eq "${OTHER_GROUP}" and members eq "${userId}"`,
    ]);
  });

  test('and refuses filters has the group read, and is asked no filter any more', async () => {
    quirks(answersWith204, refusesFilters);

    expect(await grant()).toEqual(GRANTED);
    await grant();
    expect(filters()).toHaveLength(2);
    expect(harness.calls()).toContain('GetGroup');
  });

  test.each([
    ['ignores filters', insteadOf('ListGroups', list([{ id: OTHER_GROUP }, { id: GROUP }]))],
    ['refuses them with 500', insteadOf('ListGroups', scimError(500))],
    ['denies lists of groups', insteadOf('ListGroups', scimError(403))],
    ['has no list of groups', insteadOf('ListGroups', scimError(404))],
    ['counts groups that it does not list', insteadOf('ListGroups', list([], 1))],
  ])('and %s has the group read', async (_, quirk) => {
    quirks(answersWith204, quirk);

    expect(await grant()).toEqual(GRANTED);
    expect(harness.calls()).toContain('GetGroup');
  });

  test('and shows no members has the user read', async () => {
    quirks(answersWith204, refusesFilters, showsNoMembers);

    expect(await grant()).toEqual(GRANTED);
    expect(harness.calls()).toContain('GetUser');
  });

  test('and shows memberships nowhere is believed', async () => {
    quirks(answersWith204, refusesFilters, showsNoMembers, showsNoGroups);

    expect(await grant()).toEqual(GRANTED);
  });

  test('and cuts the list of members, which is all that it shows, is believed', async () => {
    quirks(answersWith204, refusesFilters, showsMembers(others(100)), showsNoGroups);

    expect(await grant()).toEqual(GRANTED);
  });
});

describe('a server that ignores the addition', () => {
  const showsOthers = showsMembers(others(3));

  test.each([
    ['a filter that finds no group', []],
    ['the other members of the group', [refusesFilters, showsOthers]],
    ['a cut list of members, and a filter', [showsMembers(others(100))]],
  ])('is found out by %s', async (_, hooks) => {
    harness.server.addGroup(OTHER_GROUP);
    quirks(ignoresAdditions, ...hooks);

    expect(await grant()).toEqual(NOT_SHOWN);
    expect(harness.server.memberships()).toEqual([]);
  });

  test('is found out by the other groups of the user', async () => {
    harness.server.addGroup(OTHER_GROUP);
    await grant(OTHER_GROUP);
    quirks(ignoresAdditions, refusesFilters, showsNoMembers);

    expect(await grant()).toEqual(NOT_SHOWN);
  });

  test('and filters by the id of the group alone is found out by a member who does not exist', async () => {
    const group = { id: GROUP, displayName: 'Sales' };
    quirks(ignoresAdditions, insteadOf('ListGroups', list([group])), showsOthers);

    expect(await grant()).toEqual(NOT_SHOWN);
    expect(filters()).toHaveLength(4);
  });

  test('and filters by the id alone is found out although it has shown a member before', async () => {
    await grant();
    harness.server.addGroup(OTHER_GROUP);
    const shown = list([{ id: GROUP, members: [{ value: userId }] }]);
    quirks(answersWith204, insteadOf('ListGroups', shown));
    const proved = await grant();
    quirks(ignoresAdditions, insteadOf('ListGroups', list([{ id: OTHER_GROUP }])), showsOthers);

    expect(proved).toEqual(GRANTED);
    expect(await grant(OTHER_GROUP)).toEqual(NOT_SHOWN);
  });
});

describe('a server whose reads lag', () => {
  test('is asked again later', async () => {
    quirks(answersWith204, insteadOf('ListGroups', list([])), showsNoMembers, showsNoGroups);
    const first = await grant();
    quirks(answersWith204);

    expect(first).toEqual(NOT_SHOWN);
    expect(await grant()).toEqual(GRANTED);
  });

  test('and does not show the account yet says so', async () => {
    quirks(insteadOf('AddToGroup', scimError(404)), insteadOf('GetUser', scimError(404)));

    expect(await grant()).toEqual({ kind: 'no-such-user' });
  });
});

describe('a server that refuses the addition', () => {
  test('of a group that is gone refuses it', async () => {
    harness.server.removeGroup(GROUP);

    expect(await grant()).toEqual(REFUSED);
  });

  test('because it has no groups refuses it', async () => {
    quirks(insteadOf('AddToGroup', NOT_SCIM), insteadOf('GetGroup', NOT_SCIM), refusesFilters);

    expect(await grant()).toEqual(REFUSED);
  });

  test('because no group can have such an id refuses it', async () => {
    const refusal = scimError(400, { scimType: 'invalidValue' });
    quirks(insteadOf('AddToGroup', refusal), insteadOf('GetGroup', refusal), refusesFilters);

    expect(await grant()).toEqual(REFUSED);
  });

  test('because the base URL is wrong refuses nothing', async () => {
    harness.quirk((_, phase) => (phase === 'before' ? NOT_SCIM : undefined));

    expect(await grant()).toMatchObject({ kind: 'unknown', cause: 'target-not-found' });
  });

  test.each([400, 404, 409, 422, 500])(
    'with %p to a member who is in the group is no refusal',
    async (status) => {
      await grant();
      quirks(insteadOf('AddToGroup', scimError(status)));

      expect(await grant()).toEqual(GRANTED);
    },
  );

  test.each([400, 404, 409, 422])(
    'with %p, although account and group exist, is not believed at once: it may not know the account yet',
    async (status) => {
      quirks(insteadOf('AddToGroup', scimError(status)));

      expect(await grant()).toEqual(NOT_SHOWN);
    },
  );

  test('and shows memberships nowhere is not believed to have added it', async () => {
    quirks(insteadOf('AddToGroup', scimError(409)), refusesFilters, showsNoMembers, showsNoGroups);

    expect(await grant()).toEqual(NOT_SHOWN);
  });

  test.each([403, 405, 501])('with %p is believed without a second call', async (status) => {
    quirks(insteadOf('AddToGroup', scimError(status)));

    expect(await grant()).toEqual(REFUSED);
    expect(harness.calls()).toEqual(['AddToGroup']);
  });

  test('with 401 refuses no group: the token is wrong', async () => {
    quirks(insteadOf('AddToGroup', scimError(401)));

    expect(await grant()).toMatchObject({ kind: 'unknown', cause: 'target-denied-access' });
  });

  test('with 500 has an outage where the account is not in the group', async () => {
    quirks(insteadOf('AddToGroup', scimError(500)));

    expect(await grant()).toMatchObject({ kind: 'unknown', cause: 'target-unavailable' });
  });
});

describe('a look-up that fails', () => {
  test.each([
    ['ListGroups', []],
    ['GetGroup', [refusesFilters]],
    ['GetUser', [refusesFilters, showsNoMembers]],
  ])('at %s is retried', async (operation, hooks) => {
    quirks(
      answersWith204,
      ...hooks,
      insteadOf(operation, scimError(429, {}, { 'retry-after': '7' })),
    );

    expect(await grant()).toEqual({ kind: 'unknown', cause: 'throttled', retryAfterMs: 7_000 });
  });

  test('for the member who does not exist is retried, and asked again', async () => {
    quirks(answersWith204, showsNoMembersInLists, (call, phase) =>
      filters().length === 2 ? insteadOf('ListGroups', scimError(503))(call, phase) : undefined,
    );

    expect(await grant()).toMatchObject({ kind: 'unknown', cause: 'target-unavailable' });
    expect(await grant()).toEqual(GRANTED);
  });
});

function list(groups: readonly object[], totalResults = groups.length) {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
  return {
    status: 200,
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({ schemas, totalResults, Resources: groups }),
  };
}

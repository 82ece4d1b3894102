import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../../local/directories/identity-center/server.ts';
import type { Target } from '../../../src/provisioning/ports.ts';
import { createIdentityCenterTarget } from '../../../src/targets/identity-center/target.ts';
import {
  json,
  type RecordingServer,
  startRecordingServer,
} from '../../support/http/recording-server.ts';
import { grantOf } from '../memberships.suite.ts';
import { createTestClient, refusal } from './wire.ts';

const IDENTITY_STORE_ID = 'd-0000000001';
const ANALYSTS = '9067642ac7-5b1f2d34-8c6e-4a1f-9d0b-2e7c4a6f8b10';
const TRADERS = '0d3c8a52-71e4-4b9f-a6d2-5f0e9c1b7a38';
const SOMEONE = '9067642ac7-2f8b1c60-0f8b-4c6e-9d4b-6c1f3a2b1c0d';
const inTime = new AbortController().signal;
const GRANTED = { kind: 'granted' };
const REFUSED = { kind: 'refused' };
const NO_SUCH_USER = { kind: 'no-such-user' };
const RETRIED = { kind: 'unknown', cause: 'target-unavailable' };

let directory: IdentityCenterDouble;
let server: RecordingServer;
let userId: string;
beforeEach(async () => {
  directory = await startIdentityCenterDouble();
  server = await startRecordingServer();
  ({ userId } = directory.addUser({ emailAddress: 'zoe@example.com' }));
  directory.addGroup(ANALYSTS);
  directory.addGroup(TRADERS);
});
afterEach(async () => {
  await Promise.all([directory.stop(), server.stop()]);
});

function targetOf(endpoint: string, maxAttempts = 1): Target {
  return createIdentityCenterTarget({
    client: createTestClient(endpoint, maxAttempts),
    identityStoreId: IDENTITY_STORE_ID,
    userNaming: 'address',
  });
}
const grant = (group = ANALYSTS, maxAttempts?: number) =>
  grantOf(targetOf(directory.endpoint, maxAttempts))(userId, group, inTime);
/** At a server that answers as scripted. */
const grantAt = ({ endpoint }: RecordingServer) =>
  grantOf(targetOf(endpoint))(SOMEONE, ANALYSTS, inTime);
const operations = () => directory.calls.map(({ operation }) => operation);

test('grant names store, group and user, and nothing else', async () => {
  server.script(json({ IdentityStoreId: IDENTITY_STORE_ID, MembershipId: SOMEONE }));

  expect(await grantAt(server)).toEqual(GRANTED);
  expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([
    { IdentityStoreId: IDENTITY_STORE_ID, GroupId: ANALYSTS, MemberId: { UserId: SOMEONE } },
  ]);
});

describe('a conflict', () => {
  test('that IsMemberInGroups confirms is a membership', async () => {
    await grant();

    expect(await grant()).toEqual(GRANTED);
    expect(operations()).toEqual([
      'CreateGroupMembership',
      'CreateGroupMembership',
      'IsMemberInGroups',
    ]);
  });

  test.each(['UNIQUENESS_CONSTRAINT_VIOLATION', 'CONCURRENT_MODIFICATION', undefined])(
    'with reason %s that IsMemberInGroups does not confirm is retried',
    async (Reason) => {
      const Results = [
        { GroupId: ANALYSTS, MemberId: { UserId: SOMEONE }, MembershipExists: false },
      ];
      server.script(refusal('ConflictException', 400, { Reason }), json({ Results }));

      expect(await grantAt(server)).toEqual(RETRIED);
      expect(JSON.parse(server.requests[1]?.body ?? '')).toEqual({
        IdentityStoreId: IDENTITY_STORE_ID,
        GroupIds: [ANALYSTS],
        MemberId: { UserId: SOMEONE },
      });
    },
  );

  test.each([
    ['no results', { Results: [] }],
    ['nothing', {}],
  ])('about which IsMemberInGroups returns %s is retried', async (_, output) => {
    server.script(refusal('ConflictException', 400), json(output));

    expect(await grantAt(server)).toEqual(RETRIED);
  });

  test('that is not confirmed is resolved by the next attempt', async () => {
    directory.faults.next('CreateGroupMembership', { kind: 'conflict' });

    expect(await grant()).toEqual(RETRIED);
    expect(await grant()).toEqual(GRANTED);
    expect(directory.memberships()).toEqual([{ userId, group: ANALYSTS }]);
  });

  test.each([
    ['throttled', 'throttle', { kind: 'unknown', cause: 'throttled' }],
    ['denied', 'access-denied', REFUSED],
    ['not answered', 'drop', RETRIED],
  ] as const)('whose confirmation is %s is no membership yet', async (_, kind, result) => {
    await grant();
    directory.faults.next('IsMemberInGroups', { kind });

    expect(await grant()).toMatchObject(result);
    expect(await grant()).toEqual(GRANTED);
  });

  test('of a user who is removed before the confirmation is no membership', async () => {
    await grant();
    directory.onRequest((operation) => {
      if (operation === 'IsMemberInGroups') directory.removeUser(userId);
    });

    expect(await grant()).toEqual(NO_SUCH_USER);
  });

  test('with a group that is removed before the confirmation is no membership', async () => {
    await grant();
    directory.onRequest((operation) => {
      if (operation === 'IsMemberInGroups') directory.removeGroup(ANALYSTS);
    });

    expect(await grant()).toEqual(REFUSED);
  });
});

describe('a lost response', () => {
  test('after which the SDK sends the call again ends at the membership', async () => {
    directory.faults.next('CreateGroupMembership', { kind: 'lose-response' });

    expect(await grant(ANALYSTS, 2)).toEqual(GRANTED);
    expect(operations()).toEqual([
      'CreateGroupMembership',
      'CreateGroupMembership',
      'IsMemberInGroups',
    ]);
    expect(directory.memberships()).toEqual([{ userId, group: ANALYSTS }]);
  });

  test('may also be one without a membership id', async () => {
    directory.faults.next('CreateGroupMembership', { kind: 'response-without-user-id' });

    expect(await grant()).toEqual(RETRIED);
    expect(await grant()).toEqual(GRANTED);
  });
});

describe('something is missing', () => {
  test('a group: that group is refused', async () => {
    directory.removeGroup(ANALYSTS);

    expect(await grant()).toEqual(REFUSED);
  });

  test('the user: the account is gone, whatever the group', async () => {
    directory.removeUser(userId);
    directory.removeGroup(ANALYSTS);

    expect(await grant()).toEqual(NO_SUCH_USER);
    expect(await grant(TRADERS)).toEqual(NO_SUCH_USER);
  });

  test.each([
    ['is there: the group', json({ UserId: SOMEONE, UserName: 'zoe' }), REFUSED],
    ['is gone', refusal('ResourceNotFoundException', 400, { ResourceType: 'USER' }), NO_SUCH_USER],
    [
      'cannot be read: not known',
      refusal('ThrottlingException', 400),
      { kind: 'unknown', cause: 'throttled' },
    ],
  ])(
    'and the error does not say what, so the user is looked up, who %s',
    async (_, user, result) => {
      server.script(refusal('ResourceNotFoundException', 400), user);

      expect(await grantAt(server)).toEqual(result);
      expect(JSON.parse(server.requests[1]?.body ?? '')).toMatchObject({ UserId: SOMEONE });
    },
  );

  test('a reason that is null, as moto writes it, is none', async () => {
    const members = { ResourceType: 'GROUP', Reason: null };
    server.script(refusal('ResourceNotFoundException', 400, members));

    expect(await grantAt(server)).toEqual(REFUSED);
  });
});

describe('a group that is refused does not keep the account out of others', () => {
  test('as access is denied', async () => {
    directory.faults.next('CreateGroupMembership', { kind: 'access-denied' });

    expect(await grant()).toEqual(REFUSED);
    expect(await grant(TRADERS)).toEqual(GRANTED);
    expect(directory.memberships()).toEqual([{ userId, group: TRADERS }]);
  });

  test.each([
    ['a name', 'Analysts'],
    ['empty', ''],
    ['48 characters', `0${ANALYSTS}`],
    ['half a character', '\ud800'],
  ])('as its id cannot be one: %s', async (_, group) => {
    expect(await grant(group)).toEqual(REFUSED);
    expect(await grant(TRADERS)).toEqual(GRANTED);
  });
});

test.each([
  ['AccessDeniedException', 'KMS_ACCESS_DENIED', 'target-denied-access'],
  ['ValidationException', 'KMS_DISABLED', 'unexpected-error'],
  ['ResourceNotFoundException', 'KMS_KEY_NOT_FOUND', 'unexpected-error'],
  ['ThrottlingException', 'KMS_THROTTLING', 'throttled'],
])('%s for the sake of the store’s key refuses no group', async (name, Reason, cause) => {
  server.script(refusal(name, 400, { Reason }));

  expect(await grantAt(server)).toMatchObject({ kind: 'unknown', cause });
  expect(server.requests).toHaveLength(1);
});

test('a membership beyond a quota is a limit', async () => {
  directory.faults.next('CreateGroupMembership', { kind: 'limit-exceeded' });

  expect(await grant()).toEqual({ kind: 'unknown', cause: 'target-limit-exceeded' });
});

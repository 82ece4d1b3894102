import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../../local/directories/identity-center/server.ts';
import type { AccountFields } from '../../../src/contracts/new-hire.ts';
import type { Creation, Target } from '../../../src/provisioning/ports.ts';
import {
  createIdentityCenterTarget,
  type IdentityCenterTargetDeps,
} from '../../../src/targets/identity-center/target.ts';
import {
  json,
  type RecordingServer,
  startRecordingServer,
} from '../../support/http/recording-server.ts';
import { createManualClock } from '../../support/time/manual-clock.ts';
import { grantOf } from '../memberships.suite.ts';
import { createTestClient, refusal } from './wire.ts';

const ZOE: AccountFields = {
  emailAddress: 'zoe@example.com',
  type: 'APP_USER',
  apiAccess: 'DISABLED',
  firstName: 'Zoë',
  lastName: "O'Neill",
};
const creation: Creation = { fields: ZOE, clientToken: 'token-1', personKey: 'user#1' };
const inTime = new AbortController().signal;
const signals = { pause: inTime, abort: inTime };
const clock = createManualClock(Date.parse('2026-03-02T08:00:00.123Z'));

let directory: IdentityCenterDouble;
let server: RecordingServer;
beforeEach(async () => {
  directory = await startIdentityCenterDouble({ clock });
  server = await startRecordingServer();
});
afterEach(async () => {
  await Promise.all([directory.stop(), server.stop()]);
});

function targetOf(
  endpoint: string,
  { maxAttempts = 1, ...deps }: Partial<IdentityCenterTargetDeps> & { maxAttempts?: number } = {},
): Target {
  return createIdentityCenterTarget({
    client: createTestClient(endpoint, maxAttempts),
    identityStoreId: 'd-0000000001',
    userNaming: 'address',
    ...deps,
  });
}

test('the target is named by its store, and has no token but unique names', () => {
  const { id, tokenLifeMs, enforcesUniqueness, supports, requires } = targetOf(server.endpoint);

  expect({ id, tokenLifeMs, enforcesUniqueness, supports, requires }).toEqual({
    id: 'identity-center:d-0000000001',
    tokenLifeMs: 0,
    enforcesUniqueness: true,
    supports: { superUsers: false, apiAccess: false },
    requires: ['firstName', 'lastName'],
  });
});

describe('create', () => {
  test('create sends names and a primary work address, and nothing else', async () => {
    await targetOf(server.endpoint).create(creation, inTime);

    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      IdentityStoreId: 'd-0000000001',
      UserName: 'zoe@example.com',
      Name: { GivenName: 'Zoë', FamilyName: "O'Neill" },
      DisplayName: "Zoë O'Neill",
      Emails: [{ Value: 'zoe@example.com', Type: 'work', Primary: true }],
    });
  });

  test('names the user by the local part of the address where the settings say so', async () => {
    await targetOf(directory.endpoint, { userNaming: 'local-part' }).create(creation, inTime);

    expect(directory.users()).toMatchObject([{ userName: 'zoe', emailAddress: 'zoe@example.com' }]);
  });

  test('while another request changes the user says nothing about whose the name is', async () => {
    server.script(refusal('ConflictException', 400, { Reason: 'CONCURRENT_MODIFICATION' }));

    expect(await targetOf(server.endpoint).create(creation, inTime)).toEqual({
      kind: 'unknown',
      cause: 'target-unavailable',
    });
  });

  test.each([
    ['for uniqueness', { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' }],
    ['without a reason', {}],
  ])('create that conflicts %s is a conflict', async (_, members) => {
    server.script(refusal('ConflictException', 400, members));

    expect(await targetOf(server.endpoint).create(creation, inTime)).toEqual({ kind: 'conflict' });
  });

  test('create that the store refuses for the sake of its key is not refused for good', async () => {
    server.script(refusal('ValidationException', 400, { Reason: 'KMS_DISABLED' }));

    expect(await targetOf(server.endpoint).create(creation, inTime)).toMatchObject({
      kind: 'unknown',
      cause: 'unexpected-error',
    });
  });

  test('create that is refused with a reason that is null, as moto writes it, is refused for itself', async () => {
    server.script(refusal('ValidationException', 400, { Reason: null }));

    expect(await targetOf(server.endpoint).create(creation, inTime)).toMatchObject({
      kind: 'rejected',
      afterLostAnswer: false,
    });
  });

  test('that is refused says by which exception, and which fields it names', async () => {
    const Message =
      "1 validation error detected: Value 'zoe@example.com' at 'userName' failed to satisfy constraint: Member must have length less than or equal to 128";
    server.script(refusal('ValidationException', 400, { Message }));

    const result = await targetOf(server.endpoint).create(creation, inTime);

    expect(result).toMatchObject({
      details: { status: 400, code: 'ValidationException', fields: ['emailAddress'] },
    });
    expect(JSON.stringify(result)).not.toMatch(/zoe|128/);
  });

  test('create that is refused at a second sending may have happened at the first', async () => {
    directory.faults.next('CreateUser', { kind: 'lose-response' });
    directory.faults.next('CreateUser', { kind: 'validation' });

    const target = targetOf(directory.endpoint, { maxAttempts: 2 });

    expect(await target.create(creation, inTime)).toMatchObject({
      kind: 'rejected',
      afterLostAnswer: true,
    });
    expect(directory.users()).toHaveLength(1);
  });

  test('a response without a user id is a lost answer', async () => {
    directory.faults.next('CreateUser', { kind: 'response-without-user-id' });

    expect(await targetOf(directory.endpoint).create(creation, inTime)).toEqual({
      kind: 'unknown',
      cause: 'target-unavailable',
    });
  });

  test('beyond the quota of users is a limit', async () => {
    directory.faults.next('CreateUser', { kind: 'limit-exceeded' });

    expect(await targetOf(directory.endpoint).create(creation, inTime)).toEqual({
      kind: 'unknown',
      cause: 'target-limit-exceeded',
    });
  });
});

describe('find', () => {
  const find = (deps: Partial<IdentityCenterTargetDeps> = {}) =>
    targetOf(directory.endpoint, deps).find(ZOE.emailAddress, undefined, signals);

  test('find asks for the user name, and what it found is looked at', async () => {
    const user = directory.addUser(ZOE);
    await find();

    expect(directory.calls.map(({ operation }) => operation)).toEqual([
      'GetUserId',
      'DescribeUser',
    ]);
    expect(await find()).toEqual({
      kind: 'found',
      users: [
        {
          ...ZOE,
          userId: user.userId,
          userName: ZOE.emailAddress,
          status: 'ENABLED',
          createTimeMs: clock.now(),
        },
      ],
    });
  });

  test('find finds by the address who has another user name', async () => {
    const { userId } = directory.addUser({ ...ZOE, userName: 'zo' });

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId }] });
  });

  test('find shows who has the user name at another address, for the engine to leave alone', async () => {
    const { userId } = directory.addUser({ emailAddress: 'zoe@example.org', userName: 'zoe' });

    expect(await find({ userNaming: 'local-part' })).toMatchObject({
      users: [{ userId, emailAddress: 'zoe@example.org' }],
    });
  });

  test('prefers who has the address to who has the user name', async () => {
    directory.addUser({ emailAddress: 'zoe@example.org', userName: 'zoe' });
    const { userId } = directory.addUser({ ...ZOE, userName: 'zoe.2' });

    expect(await find({ userNaming: 'local-part' })).toMatchObject({ users: [{ userId }] });
  });

  test('find shows an address as it is spelled', async () => {
    directory.addUser({ ...ZOE, emailAddress: 'Zoe@Example.com' });

    expect(await find()).toMatchObject({ users: [{ emailAddress: 'Zoe@Example.com' }] });
  });

  test('find of a user who is removed between two calls is absent', async () => {
    const { userId } = directory.addUser(ZOE);
    directory.onRequest((operation) => {
      if (operation === 'DescribeUser') directory.removeUser(userId);
    });

    expect(await find()).toEqual({ kind: 'absent' });
  });
});

describe('get', () => {
  const described = (members: object) => {
    server.script(json({ IdentityStoreId: 'd-0000000001', UserId: 'u-1', ...members }));
    return targetOf(server.endpoint).get('u-1', inTime);
  };

  test('get shows that a user is disabled', async () => {
    expect(await described({ UserName: 'zoe', UserStatus: 'DISABLED' })).toMatchObject({
      user: { status: 'DISABLED' },
    });
  });

  test('get shows a user without an address at the user name, and without a time that is not given', async () => {
    expect(await described({ UserName: 'zoe@example.com' })).toEqual({
      kind: 'present',
      user: {
        userId: 'u-1',
        userName: 'zoe@example.com',
        emailAddress: 'zoe@example.com',
        type: 'APP_USER',
        apiAccess: 'DISABLED',
        status: 'ENABLED',
      },
    });
  });

  test('get shows the primary address of several', async () => {
    const Emails = [{ Value: 'old@example.com' }, { Value: 'zoe@example.com', Primary: true }];

    expect(await described({ Emails })).toMatchObject({
      user: { emailAddress: 'zoe@example.com' },
    });
  });

  test.each(['employeeNumber', 'EmployeeNumber'])(
    'get shows %s of the enterprise',
    async (name) => {
      const Extensions = { 'aws:identitystore:enterprise': { [name]: 'e-1' } };

      expect(await described({ Extensions })).toMatchObject({ user: { employeeId: 'e-1' } });
    },
  );

  test('get does not take an identity provider’s id for an employee’s', async () => {
    const answer = await described({ ExternalIds: [{ Issuer: 'https://idp', Id: '00u1' }] });

    expect(answer).toMatchObject({ user: expect.not.objectContaining({ employeeId: '00u1' }) });
  });
});

describe.each([
  ['create', (target: Target) => target.create(creation, inTime)],
  ['find', (target: Target) => target.find(ZOE.emailAddress, undefined, signals)],
  [
    'get',
    (target: Target) => target.get('0000000001-0a0a0a0a-0000-0000-0000-00000000000a', inTime),
  ],
  [
    'grant',
    (target: Target) =>
      grantOf(target)(
        '0000000001-0a0a0a0a-0000-0000-0000-00000000000a',
        '0000000001-0b0b0b0b-0000-0000-0000-00000000000b',
        inTime,
      ),
  ],
])('%s in a store that is not there', (_, ask) => {
  test('is reported as a wrong setting, with what to set', async () => {
    const answer = await ask(targetOf(directory.endpoint, { identityStoreId: 'd-0000000002' }));

    expect(answer).toMatchObject({
      cause: 'target-not-found',
      error: {
        isSafeToLog: true,
        message: expect.stringMatching(/^IDENTITY_STORE_ID names no identity store .*: set it to/),
      },
    });
  });
});

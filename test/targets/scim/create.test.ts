import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CreateResult } from '../../../src/provisioning/ports.ts';
import {
  answering,
  creationOf,
  insteadOf,
  type ScimHarness,
  scimError,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';

/** So that a creation is one call: what is looked up before is in second-account.test.ts. */
const WITHOUT_LOOK = { enforcesUniqueness: false };
const inTime = new AbortController().signal;
const zoe = { emailAddress: 'zoe@example.com', firstName: 'Zoë', lastName: "O'Neill" };

let harness: ScimHarness;

beforeEach(async () => {
  harness = await startScimHarness({ deps: WITHOUT_LOOK });
});

afterEach(() => harness.stop());

const create = (fields = {}, ids = {}): Promise<CreateResult> =>
  harness.target.create({ ...creationOf(harness.target, { ...zoe, ...fields }), ...ids }, inTime);
const created = () => ({
  kind: 'created',
  userId: onlyId(),
  userName: 'zoe@example.com',
});
const onlyId = () => {
  expect(harness.server.users()).toHaveLength(1);
  return harness.server.users()[0]?.id;
};

describe('a user is created', () => {
  test('a user is created with address, names, HR’s own id and a primary work e-mail, and is active', async () => {
    const answer = await create({}, { employeeId: 'E-7' });

    expect(answer).toEqual(created());
    expect(harness.server.users()).toMatchObject([
      {
        userName: 'zoe@example.com',
        externalId: 'E-7',
        name: { givenName: 'Zoë', familyName: "O'Neill" },
        displayName: "Zoë O'Neill",
        emails: [{ value: 'zoe@example.com', type: 'work', primary: true }],
        active: true,
      },
    ]);
  });

  test('a user is created under the person key where the hire has no employee id', async () => {
    await create();

    const { personKey } = creationOf(harness.target);
    expect(harness.server.users()).toMatchObject([{ externalId: personKey }]);
  });

  test('a user is created without names under the address', async () => {
    await create({ firstName: undefined, lastName: undefined });

    expect(harness.server.users()).toMatchObject([{ displayName: 'zoe@example.com' }]);
    expect(harness.server.users()[0]).not.toHaveProperty('name');
  });

  test.each(['李', 'Σωκράτης', 'أحمد', '🦊'])('named %s in their own script', async (firstName) => {
    await create({ firstName });

    expect(harness.server.users()).toMatchObject([{ name: { givenName: firstName } }]);
  });

  test('a user is created by one call, as application/scim+json, with the token', async () => {
    await create();

    expect(harness.calls()).toEqual(['CreateUser']);
    expect(harness.requests[0]?.headers).toMatchObject({
      'content-type': 'application/scim+json',
      accept: 'application/scim+json, application/json',
      authorization: 'Bearer test',
    });
  });
});

describe('a server that says it in its own way', () => {
  test('a server responds with 200 for created', async () => {
    harness.quirk(answering('CreateUser', (answer) => ({ ...answer, status: 200 })));

    expect(await create()).toEqual(created());
  });

  test('a server gives the id in Location alone', async () => {
    harness.quirk(
      answering('CreateUser', ({ status, body }) => ({
        status,
        headers: { location: JSON.parse(body).meta.location },
        body: '',
      })),
    );

    expect(await create()).toEqual({ kind: 'created', userId: onlyId() });
  });

  test('a server makes another user name of it', async () => {
    harness.quirk(
      answering('CreateUser', (answer) => withBody(answer, { userName: 'STORE/zoe@example.com' })),
    );

    expect(await create()).toMatchObject({ kind: 'created', userName: 'STORE/zoe@example.com' });
  });

  test('a server gives no id at all: an account that is looked up is a conflict', async () => {
    harness.quirk(answering('CreateUser', () => ({ status: 201, body: '' })));

    expect(await create()).toEqual({ kind: 'conflict' });
    expect(harness.calls()).toEqual(['CreateUser', ...Array(3).fill('ListUsers')]);
  });

  test('a server gives no id, and shows no account yet: it may have happened or not', async () => {
    harness.quirk(insteadOf('CreateUser', { status: 202, body: '' }));

    expect(await create()).toEqual({ kind: 'unknown', cause: 'target-unavailable' });
  });

  test('names attributes in other letter case', async () => {
    harness.quirk(
      answering('CreateUser', (answer) => {
        const { id, externalId } = JSON.parse(answer.body);
        return withBody(answer, { id: undefined, ID: id, externalid: externalId });
      }),
    );

    expect(await create()).toEqual(created());
  });

  test('a server responds to a conflict with the existing account', async () => {
    harness.quirk(answering('CreateUser', (answer) => withBody(answer, { externalId: 'E-8' })));

    expect(await create({}, { employeeId: 'E-7' })).toEqual({ kind: 'conflict' });
  });

  test('a server responds with 200 and an account that may be another person’s: a conflict', async () => {
    harness.quirk(
      answering('CreateUser', (answer) => ({
        ...withBody(answer, { externalId: undefined }),
        status: 200,
      })),
    );

    expect(await create()).toEqual({ kind: 'conflict' });
  });

  test('a server responds with the employee’s account at another address: a conflict', async () => {
    const emails = [{ value: 'ada@example.com', primary: true }];
    harness.quirk(
      answering('CreateUser', (answer) =>
        withBody(answer, { userName: 'ada@example.com', emails }),
      ),
    );

    expect(await create({}, { employeeId: 'E-7' })).toEqual({ kind: 'conflict' });
  });

  test('a server puts the address under a user name of its own', async () => {
    harness.quirk(
      answering('CreateUser', (answer) => withBody(answer, { userName: 'zoe@tenant.example' })),
    );

    expect(await create()).toMatchObject({ kind: 'created', userName: 'zoe@tenant.example' });
  });

  test.each([
    ['another person’s', { externalId: 'E-8' }],
    ['no person’s by its id', {}],
    ['the employee’s, and may have been there', { externalId: 'E-7' }],
    ['the employee’s at another address', { externalId: 'E-7', userName: 'ada@example.com' }],
  ])('a server gives no id, and the account of the address is %s: a conflict', async (_, known) => {
    harness.server.addUser({ userName: 'zoe@example.com', ...known });
    harness.quirk(insteadOf('CreateUser', { status: 200, body: '' }));

    expect(await create({}, { employeeId: 'E-7' })).toEqual({ kind: 'conflict' });
  });

  test('a server responds with another person altogether, and is not believed', async () => {
    const other = { externalId: undefined, userName: 'ada@example.com' };
    harness.quirk(answering('CreateUser', (answer) => withBody(answer, other)));

    expect(await create()).toMatchObject({ kind: 'unknown', cause: 'unexpected-error' });
  });
});

describe('an account has the address', () => {
  test('an address that is taken is a conflict where the server says so', async () => {
    harness.server.addUser({ userName: 'Zoe@Example.com' });

    expect(await create()).toEqual({ kind: 'conflict' });
  });

  test.each([
    ['409 without scimType', scimError(409)],
    ['409 without any body', { status: 409, body: '' }],
    ['400 with scimType uniqueness', scimError(400, { scimType: 'uniqueness' })],
  ])('an address that is taken is a conflict where the server says so by %s', async (_, answer) => {
    harness.quirk(insteadOf('CreateUser', answer));

    expect(await create()).toEqual({ kind: 'conflict' });
  });

  test.each([400, 422])(
    'an address that may be taken, as the server answers %i, needs a look-up',
    async (status) => {
      harness.quirk(insteadOf('CreateUser', scimError(status, { scimType: 'invalidValue' })));

      expect(await create()).toEqual({
        kind: 'rejected',
        afterLostAnswer: false,
        mayBeConflict: true,
        details: { status, code: 'invalidValue', fields: [] },
      });
    },
  );
});

describe('a refusal says what is safe in the response', () => {
  const refused = async (members: object) => {
    harness.quirk(insteadOf('CreateUser', scimError(400, members)));
    const result = await create();
    return result.kind === 'rejected' ? result.details : result;
  };

  test('status, scimType, and the fields that it names', async () => {
    const detail = "zoe@example.com: 'emails' and name.familyName O'Neill are not allowed";

    expect(await refused({ scimType: 'invalidValue', detail })).toEqual({
      status: 400,
      code: 'invalidValue',
      fields: ['emailAddress', 'lastName'],
    });
  });

  test('a scimType of its own is not passed on, as it may quote the person', async () => {
    expect(await refused({ scimType: 'zoe@example.com' })).toMatchObject({ code: undefined });
  });

  test.each([
    ['a detail that names no field', { detail: 'zoe@example.com is not welcome' }],
    ['a detail that is no text', { detail: { userName: 'zoe@example.com' } }],
  ])('without %s', async (_, members) => {
    expect(await refused(members)).toEqual({ status: 400, code: undefined, fields: [] });
  });

  test('in the spelling of RFC 7644, however the server spells it', async () => {
    expect(await refused({ scimType: 'InvalidSyntax' })).toMatchObject({ code: 'invalidSyntax' });
  });
});

test('nothing that the server says of a person is passed on', async () => {
  const detail = 'zoe@example.com is not welcome';
  harness.quirk(insteadOf('CreateUser', scimError(418, { detail })));

  const answer = await create();

  expect(answer).toMatchObject({ kind: 'unknown', cause: 'unexpected-error' });
  const { message, stack, ...rest } = (answer as { error: Error }).error;
  expect(message).toBe(
    'The SCIM server returned HTTP 418 for POST /Users: check SCIM_BASE_URL, and whether the server speaks SCIM 2.0',
  );
  expect(JSON.stringify([stack, rest])).not.toMatch(/zoe|welcome/);
});

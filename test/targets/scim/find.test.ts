import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  answering,
  insteadOf,
  type ScimHarness,
  scimError,
  startScimHarness,
} from '../../support/directories/scim-harness.ts';
import type { WireAnswer } from '../../support/http/intercepting-proxy.ts';
import { inTime, LOOK_UPS_WITHOUT_FILTERS, NOT_SCIM, seekingIn } from './seeking.ts';

let harness: ScimHarness;

beforeEach(async () => {
  harness = await startScimHarness({ uniqueUserNames: false });
});

afterEach(() => harness.stop());

const { find, add, addOthers } = seekingIn(() => harness);
const filters = () =>
  harness.requests.map(({ path }) => new URL(path, 'http://scim').searchParams.get('filter'));

async function startWithoutFilters() {
  await harness.stop();
  harness = await startScimHarness({ uniqueUserNames: false, filters: false });
}

const BY_ID = 'externalId eq "E-7"';
const BY_USER_NAME = 'userName eq "zoe@example.com"';
const BY_EMAIL = 'emails.value eq "zoe@example.com"';

describe('a look-up', () => {
  test('asks by id, user name and e-mail at the same time', async () => {
    const asked = Promise.withResolvers<void>();
    harness.quirk(async (_, phase) => {
      if (phase === 'before' && harness.requests.length === 3) asked.resolve();
      if (phase === 'before') await asked.promise;
      return undefined;
    });

    expect(await find()).toEqual({ kind: 'absent' });
    expect(filters().toSorted()).toEqual([BY_EMAIL, BY_ID, BY_USER_NAME]);
  });
});

describe('a user is looked up', () => {
  test('a person is looked up by HR’s own id first, whatever their address is now', async () => {
    const { id } = add({ userName: 'zoe.oneill@example.com', externalId: 'E-7' });

    expect(await find()).toMatchObject({
      kind: 'found',
      users: [{ userId: id, emailAddress: 'zoe.oneill@example.com', employeeId: 'E-7' }],
    });
  });

  test('a person is looked up by the address if no one has the id', async () => {
    const { id } = add({ userName: 'Zoe@Example.com', externalId: 'E-8' });

    expect(await find()).toMatchObject({
      kind: 'found',
      users: [{ userId: id, emailAddress: 'Zoe@Example.com', employeeId: 'E-8' }],
    });
  });

  test('a user whose address only becomes this one in lower case is not taken for the person', async () => {
    add({ userName: '\u212Aim@example.com' });

    expect(await harness.target.find('kim@example.com', undefined, inTime)).toEqual({
      kind: 'absent',
    });
  });

  test('a person who is not there is absent', async () => {
    add({ userName: 'ada@example.com' });

    expect(await find()).toEqual({ kind: 'absent' });
  });

  test('two users at one address are both found, as the server prevents no duplicates', async () => {
    const twins = [add(), add()].map(({ id }) => ({ userId: id }));

    expect(await find()).toMatchObject({ kind: 'found', users: twins });
  });

  test('of two spellings of an address the exact one wins', async () => {
    add({ userName: 'ZOE@example.com' });
    const { id } = add();

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    expect(await find()).toHaveProperty('users.length', 1);
  });

  test('a look-up shows all that decides whose account it is', async () => {
    const created = new Date('2026-03-02T08:00:00Z');
    const { id } = add({
      externalId: 'E-7',
      name: { givenName: 'Zoë', familyName: "O'Neill" },
      active: false,
      created,
    });

    expect(await find()).toEqual({
      kind: 'found',
      users: [
        {
          userId: id,
          emailAddress: 'zoe@example.com',
          type: 'APP_USER',
          apiAccess: 'DISABLED',
          status: 'DISABLED',
          firstName: 'Zoë',
          lastName: "O'Neill",
          employeeId: 'E-7',
          createTimeMs: created.getTime(),
          userName: 'zoe@example.com',
          profile: {},
        },
      ],
    });
  });
});

describe('a filter', () => {
  test.each([
    ['x" or userName eq "ada@example.com', '"x\\" or userName eq \\"ada@example.com"'],
    ['x\\" or userName pr or userName eq \\"', '"x\\\\\\" or userName pr or userName eq \\\\\\""'],
  ])('cannot be broken out of by the employee id %s', async (employeeId, quoted) => {
    add({ userName: 'ada@example.com' });

    expect(await find(employeeId)).toEqual({ kind: 'absent' });
    expect(filters()).toContain(`externalId eq ${quoted}`);
  });

  test.each([400, 501])(
    'a filter on the id that is refused by %i leaves the address',
    async (status) => {
      const { id } = add();
      harness.quirk(({ path }, phase) =>
        phase === 'before' && path.includes('externalId') ? scimError(status) : undefined,
      );

      expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    },
  );

  test('a filter that matches no one is no error, though the server says 404 in SCIM’s words: all users are read', async () => {
    addOthers(105);
    harness.quirk(
      answering('ListUsers', (answer, { path }) =>
        path.includes('filter') && JSON.parse(answer.body).totalResults === 0
          ? scimError(404)
          : undefined,
      ),
    );

    expect(await find()).toEqual({ kind: 'absent' });
    expect(filters()).toEqual([...Array(3).fill(expect.any(String)), null, null]);

    const { id } = add();
    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    expect(filters().slice(5)).toHaveLength(3);
  });

  test('a filter whose response is a 404 without a SCIM error proves nothing', async () => {
    harness.quirk(({ path }, phase) =>
      phase === 'before' && path.includes('filter') ? NOT_SCIM : undefined,
    );

    expect(await find()).toMatchObject({ kind: 'unfinished', cause: 'target-not-found' });
    expect(filters()).not.toContain(null);
  });

  test('a filter that the server ignores is noticed, and all users are read', async () => {
    await startWithoutFilters();
    addOthers(205);
    const { id } = add();

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    expect(harness.calls()).toHaveLength(LOOK_UPS_WITHOUT_FILTERS + 3);
  });

  test('a filter that the server ignores finds no one only once all users were read', async () => {
    await startWithoutFilters();
    addOthers(205);

    expect(await find()).toEqual({ kind: 'absent' });
    expect(harness.calls()).toHaveLength(LOOK_UPS_WITHOUT_FILTERS + 3);
  });
});

describe('who was seen is not absent', () => {
  const zoe = { id: 'some-id', userName: 'zoe@example.com' };
  const listing = (users: unknown, members: object = {}) => ({
    status: 200,
    body: JSON.stringify({ totalResults: 1, startIndex: 1, Resources: users, ...members }),
  });
  /** What a filter on the user name comes to; nobody has the employee id. */
  const byName = (answer: WireAnswer) =>
    harness.quirk(({ path }, phase) =>
      phase === 'before' && path.includes('userName') ? answer : undefined,
    );

  test('though the id is a number', async () => {
    byName(listing([{ ...zoe, id: 7 }]));

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: '7' }] });
  });

  test('nor whose HR’s own id, which is another person’s, is a number', async () => {
    byName(listing([{ ...zoe, externalId: 8 }]));

    expect(await find()).toMatchObject({ users: [{ employeeId: '8' }] });
  });

  test.each([
    ['has no id', [{ userName: zoe.userName }]],
    ['has a number that JSON cannot carry for an id', [{ ...zoe, id: 2 ** 60 }]],
    ['stands alone instead of in a list', zoe],
  ])('a user who was seen is not absent where the one found %s', async (_, users) => {
    byName(listing(users));

    expect(await find()).toMatchObject({ kind: 'unfinished', cause: 'unexpected-error' });
  });

  test.each([
    ['counted and not shown', [], 205],
    ['shown without an id', [{ userName: zoe.userName }], 1],
  ])(
    'a user who was seen is not absent where all users are read, and one is %s',
    async (_, users, totalResults) => {
      harness.quirk(insteadOf('ListUsers', listing(users, { totalResults })));

      expect(await find()).toMatchObject({ kind: 'unfinished', cause: 'unexpected-error' });
    },
  );
});

describe('no list', () => {
  test.each([
    [429, 'throttled'],
    [503, 'target-unavailable'],
    [403, 'target-denied-access'],
    [404, 'target-not-found'],
    [418, 'unexpected-error'],
  ])('HTTP %i is %s, and proves nothing', async (status, cause) => {
    harness.quirk(insteadOf('ListUsers', scimError(status)));

    expect(await find()).toMatchObject({ kind: 'unfinished', advanced: false, cause });
  });
});

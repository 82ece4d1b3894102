import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  answering,
  creationOf,
  type ScimHarness,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import { inTime, never, seekingIn } from './seeking.ts';

let harness: ScimHarness;

beforeEach(async () => {
  harness = await startScimHarness({ uniqueUserNames: false });
});

afterEach(() => harness.stop());

const { find, add } = seekingIn(() => harness);
const findAt = (emailAddress: string) => harness.target.find(emailAddress, undefined, inTime);
const get = (id: string) => harness.target.get(id, never);

/** Changes every user of a list that the server returns. */
const listing = (change: (user: Record<string, unknown>) => readonly object[]) =>
  harness.quirk(
    answering('ListUsers', (answer) => {
      const { Resources = [], ...list } = JSON.parse(answer.body);
      const users = Resources.flatMap(change);
      return withBody(answer, { ...list, totalResults: users.length, Resources: users });
    }),
  );

describe('an account that is listed twice in one response (WSO2, Infisical)', () => {
  test('is one account', async () => {
    const { id } = add();
    listing((user) => [user, user]);

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    expect(await find()).toHaveProperty('users.length', 1);
  });
});

describe('a user name with the name of a user store in front (WSO2)', () => {
  const zoeIn = (store: string, emails: readonly unknown[] = []) => {
    const { id } = add();
    listing((user) => [{ ...user, userName: `${store}/zoe@example.com`, emails }]);
    return id;
  };

  test.each(['PRIMARY', 'US2', 'TEST.COM'])('is the address after it: %s', async (store) => {
    const id = zoeIn(store);

    expect(await find()).toMatchObject({
      kind: 'found',
      users: [{ userId: id, emailAddress: 'zoe@example.com' }],
    });
  });

  test('is the address after it in lower case too, if the account has that e-mail', async () => {
    const id = zoeIn('primary', ['zoe@example.com']);

    expect(await find()).toMatchObject({
      users: [{ userId: id, emailAddress: 'zoe@example.com' }],
    });
  });

  test('is no store if the account has the whole as its e-mail: an address may hold a slash', async () => {
    add({ userName: 'SALES/zoe@example.com', emails: [{ value: 'SALES/zoe@example.com' }] });

    expect(await find()).toEqual({ kind: 'absent' });
    expect(await findAt('sales/zoe@example.com')).toMatchObject({ kind: 'found' });
  });

  test('is no store in lower case without such an e-mail', async () => {
    const { id } = add({ userName: 'sales/zoe@example.com' });

    expect(await get(id)).toMatchObject({ user: { emailAddress: 'sales/zoe@example.com' } });
  });

  test('is believed when an account is created', async () => {
    harness.quirk(
      answering('CreateUser', (answer) =>
        withBody(answer, { userName: 'PRIMARY/zoe@example.com', externalId: undefined }),
      ),
    );

    expect(await harness.target.create(creationOf(harness.target), never)).toMatchObject({
      kind: 'created',
    });
  });
});

describe('e-mails that are plain strings (WSO2)', () => {
  test.each([
    ['a list', ['zoe@example.com']],
    ['a list of both forms', [{ value: 'home@example.org' }, 'zoe@example.com']],
    ['one string', 'zoe@example.com'],
    ['one object', { value: 'zoe@example.com' }],
  ])('are read: %s', async (_, emails) => {
    const { id } = add({ userName: 'zoe', emails: [{ value: 'zoe@example.com' }] });
    listing((user) => [{ ...user, emails }]);

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
  });
});

describe('a person whose user name is no address', () => {
  const emails = [{ value: 'home@example.org' }, { value: 'Zoe@example.com', primary: true }];

  test('is found by an e-mail', async () => {
    const { id } = add({ userName: 'zoe', emails });

    expect(await find()).toMatchObject({
      kind: 'found',
      users: [{ userId: id, emailAddress: 'Zoe@example.com' }],
    });
  });

  test('counts less than one whose user name is the address', async () => {
    add({ userName: 'zoe-admin', emails });
    const { id } = add();

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    expect(await find()).toHaveProperty('users.length', 1);
  });

  test('counts more than one who has the address as a further e-mail only', async () => {
    add({ userName: 'ada@example.com', emails });
    const { id } = add({ userName: 'zoe', emails });

    expect(await find()).toHaveProperty('users.length', 1);
    expect(await find()).toMatchObject({ users: [{ userId: id }] });
  });

  test('is shown at the own address where the e-mail is a further one: the engine refuses', async () => {
    add({ userName: 'ada@example.com', emails: [{ value: 'zoe@example.com' }] });

    expect(await find()).toMatchObject({ users: [{ emailAddress: 'ada@example.com' }] });
  });
});

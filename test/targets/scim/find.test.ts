import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ScimUserSeed } from '../../../src/local/scim-server/users.ts';
import type { WireAnswer } from '../../support/intercepting-proxy.ts';
import {
  answering,
  creationOf,
  insteadOf,
  type ScimWorld,
  scimError,
  startScimWorld,
  withBody,
} from '../../support/scim-world.ts';

const never = new AbortController().signal;
const inTime = { pause: never, abort: never };

/** Problem details (RFC 9457), as a framework has them for a path that it does not know. */
const NOT_SCIM = { status: 404, body: '{"title":"Not Found","status":404}' };

let world: ScimWorld;

beforeEach(async () => {
  world = await startScimWorld({ uniqueUserNames: false });
});

afterEach(() => world.stop());

const find = (employeeId = 'E-7', position?: string, signals = inTime) => {
  const { personKey } = creationOf(world.target);
  return world.target.find('zoe@example.com', position, signals, { employeeId, personKey });
};
const add = (seed: Partial<ScimUserSeed> = {}) =>
  world.server.addUser({ userName: 'zoe@example.com', ...seed });
const addOthers = (count: number) => {
  for (let each = 0; each < count; each += 1) add({ userName: `other-${each}@example.com` });
};
const filters = () =>
  world.requests.map(({ path }) => new URL(path, 'http://scim').searchParams.get('filter'));

async function startWithoutFilters() {
  await world.stop();
  world = await startScimWorld({ uniqueUserNames: false, filters: false });
}

describe('somebody is looked up', () => {
  test('by HR’s own id first, whatever their address is now', async () => {
    const { id } = add({ userName: 'zoe.oneill@example.com', externalId: 'E-7' });

    expect(await find()).toMatchObject({
      kind: 'found',
      users: [{ userId: id, emailAddress: 'zoe.oneill@example.com', employeeId: 'E-7' }],
    });
    expect(filters()).toEqual(['externalId eq "E-7"']);
  });

  test('by the address if nobody has the id', async () => {
    const { id } = add({ userName: 'Zoe@Example.com', externalId: 'E-8' });

    expect(await find()).toMatchObject({
      kind: 'found',
      users: [{ userId: id, emailAddress: 'Zoe@Example.com', employeeId: 'E-8' }],
    });
    expect(filters()).toEqual(['externalId eq "E-7"', 'userName eq "zoe@example.com"']);
  });

  test('and nobody whose address only becomes this one in lower case is taken for them', async () => {
    add({ userName: '\u212Aim@example.com' });

    expect(await world.target.find('kim@example.com', undefined, inTime)).toEqual({
      kind: 'absent',
    });
  });

  test('and nobody is there', async () => {
    add({ userName: 'ada@example.com' });

    expect(await find()).toEqual({ kind: 'absent' });
  });

  test('and two are there, as the server prevents no twins', async () => {
    const twins = [add(), add()].map(({ id }) => ({ userId: id }));

    expect(await find()).toMatchObject({ kind: 'found', users: twins });
  });

  test('and the exact spelling wins', async () => {
    add({ userName: 'ZOE@example.com' });
    const { id } = add();

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    expect(await find()).toHaveProperty('users.length', 1);
  });

  test('with all that decides whose account it is', async () => {
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
    expect(filters()[0]).toBe(`externalId eq ${quoted}`);
  });

  test.each([400, 501])('on the id that is refused by %i leaves the address', async (status) => {
    const { id } = add();
    world.quirk(({ path }, phase) =>
      phase === 'before' && path.includes('externalId') ? scimError(status) : undefined,
    );

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
  });

  test('that matches nobody is no error, though the server says 404 in SCIM’s words: everybody is read', async () => {
    addOthers(105);
    world.quirk(
      answering('ListUsers', (answer, { path }) =>
        path.includes('filter') && JSON.parse(answer.body).totalResults === 0
          ? scimError(404)
          : undefined,
      ),
    );

    expect(await find()).toEqual({ kind: 'absent' });
    expect(filters()).toEqual([expect.any(String), expect.any(String), null, null]);

    const { id } = add();
    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    expect(filters().slice(4)).toHaveLength(2);
  });

  test('that is answered with 404 in other words proves nothing', async () => {
    world.quirk(({ path }, phase) =>
      phase === 'before' && path.includes('filter') ? NOT_SCIM : undefined,
    );

    expect(await find()).toMatchObject({ kind: 'unfinished', cause: 'target-not-found' });
    expect(filters()).toHaveLength(1);
  });

  test('that the server ignores is noticed, and everybody is read', async () => {
    await startWithoutFilters();
    addOthers(205);
    const { id } = add();

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    expect(world.calls()).toHaveLength(2 + 3);
  });

  test('that the server ignores finds nobody only once everybody was read', async () => {
    await startWithoutFilters();
    addOthers(205);

    expect(await find()).toEqual({ kind: 'absent' });
    expect(world.calls()).toHaveLength(2 + 3);
  });
});

describe('reading everybody', () => {
  test('takes who matches in other letter case only if nobody matches exactly', async () => {
    await startWithoutFilters();
    const { id } = add({ userName: 'ZOE@example.com' });
    addOthers(120);

    expect(await find()).toMatchObject({
      kind: 'found',
      users: [{ userId: id, emailAddress: 'ZOE@example.com' }],
    });
    expect(world.calls()).toHaveLength(2 + 2);
  });

  test('goes on past somebody at the address: twins may stand on different pages', async () => {
    await startWithoutFilters();
    const first = add();
    addOthers(105);
    const twins = [first, add()].map(({ id }) => ({ userId: id }));

    expect(await find()).toMatchObject({ kind: 'found', users: twins });
  });

  test('goes on to whoever has HR’s own id, whatever their address is now', async () => {
    await startWithoutFilters();
    add();
    addOthers(105);
    const { id } = add({ userName: 'zoe.oneill@example.com', externalId: 'E-7' });

    const answer = await find();

    expect(answer).toMatchObject({ kind: 'found', users: [{ userId: id, employeeId: 'E-7' }] });
    expect(answer).toHaveProperty('users.length', 1);
  });

  test('counts somebody once whom two pages show, as others were added meanwhile', async () => {
    await startWithoutFilters();
    const { id } = add();
    const position = JSON.stringify({ startIndex: 1, seen: [id] });

    expect(await find('E-7', position)).toHaveProperty('users.length', 1);
  });

  test('remembers whom it saw before it stopped, and asks for them as they are now', async () => {
    await startWithoutFilters();
    const { id } = add();
    addOthers(105);
    const position = JSON.stringify({ startIndex: 101, seen: [id] });

    expect(await find('E-7', position)).toMatchObject({ kind: 'found', users: [{ userId: id }] });
    expect(world.calls().slice(2)).toEqual(['ListUsers', 'GetUser']);
  });

  test('calls nobody absent whom a page shows, though no call shows them by their id', async () => {
    await startWithoutFilters();
    const { id } = add();
    world.quirk(insteadOf('GetUser', scimError(404)));

    expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
  });

  test('stops where the time for it ends, and goes on there', async () => {
    await startWithoutFilters();
    addOthers(205);
    const { id } = add();
    const pause = new AbortController();
    const stopping = find('E-7', undefined, { pause: pause.signal, abort: never });
    pause.abort();

    expect(await stopping).toEqual({ kind: 'unfinished', advanced: false, cause: 'out-of-time' });
    const position = JSON.stringify({ startIndex: 201, seen: [] });
    expect(await find('E-7', position)).toMatchObject({ users: [{ userId: id }] });
    expect(world.requests.at(-1)?.path).toMatch(/startIndex=201/);
  });

  test('tells where it was when a page fails', async () => {
    addOthers(205);
    world.quirk(({ path }, phase) => {
      if (phase !== 'before') return undefined;
      if (path.includes('filter')) return scimError(501);
      return path.includes('startIndex=101') ? scimError(429) : undefined;
    });

    expect(await find()).toEqual({
      kind: 'unfinished',
      position: JSON.stringify({ startIndex: 101, seen: [] }),
      advanced: true,
      cause: 'throttled',
    });
  });

  test('says so where the server cannot page either, instead of nobody', async () => {
    addOthers(205);
    const quirks = answering('ListUsers', (answer) => withBody(answer, { startIndex: 1 }));
    world.quirk((call, phase) =>
      phase === 'before' && call.path.includes('filter') ? scimError(400) : quirks(call, phase),
    );

    const answer = await find();

    expect(answer).toMatchObject({ kind: 'unfinished', cause: 'unexpected-error' });
    expect((answer as { error: Error }).error.message).toMatch(/neither filters nor pages/);
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
    world.quirk(({ path }, phase) =>
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
  ])('where the one found %s', async (_, users) => {
    byName(listing(users));

    expect(await find()).toMatchObject({ kind: 'unfinished', cause: 'unexpected-error' });
  });

  test.each([
    ['counted and not shown', [], 205],
    ['shown without an id', [{ userName: zoe.userName }], 1],
  ])('where everybody is read, and somebody is %s', async (_, users, totalResults) => {
    world.quirk(insteadOf('ListUsers', listing(users, { totalResults })));

    expect(await find()).toMatchObject({ kind: 'unfinished', cause: 'unexpected-error' });
  });
});

test('everybody is read where the server writes numbers as text', async () => {
  await startWithoutFilters();
  addOthers(205);
  const { id } = add();
  world.quirk(
    answering('ListUsers', (answer) => {
      const { totalResults, startIndex } = JSON.parse(answer.body);
      const texts = { totalResults: `${totalResults}`, startIndex: `${startIndex}` };
      return withBody(answer, texts);
    }),
  );

  expect(await find()).toMatchObject({ kind: 'found', users: [{ userId: id }] });
});

describe('no list', () => {
  test.each([
    [429, 'throttled'],
    [503, 'target-unavailable'],
    [403, 'target-denied-access'],
    [404, 'target-not-found'],
    [418, 'unexpected-error'],
  ])('HTTP %i is %s, and proves nothing', async (status, cause) => {
    world.quirk(insteadOf('ListUsers', scimError(status)));

    expect(await find()).toMatchObject({ kind: 'unfinished', advanced: false, cause });
  });
});

describe('get', () => {
  const get = (id: string) => world.target.get(id, never);

  test('shows somebody by their id', async () => {
    const { id } = add();

    expect(await get(id)).toMatchObject({ kind: 'present', user: { userId: id } });
  });

  test('knows who is gone', async () => {
    const { id } = add();
    world.server.removeUser(id);

    expect(await get(id)).toEqual({ kind: 'gone' });
  });

  test('asks for an id as it is, whatever stands in it', async () => {
    expect(await get('a/b?c')).toEqual({ kind: 'gone' });
    expect(world.requests[0]?.path).toBe('/scim/v2/Users/a%2Fb%3Fc');
  });

  test.each([NOT_SCIM, { status: 404, body: '<html>not here</html>' }])(
    'believes nobody gone because something else answers 404: %j',
    async (answer) => {
      world.quirk(insteadOf('GetUser', answer));

      expect(await get('some-id')).toMatchObject({ kind: 'unknown', cause: 'target-not-found' });
    },
  );

  test.each(['False', 'false', false])('knows who is not active: %p', async (active) => {
    const { id } = add();
    world.quirk(answering('GetUser', (answer) => withBody(answer, { active })));

    expect(await get(id)).toMatchObject({ user: { status: 'DISABLED' } });
  });

  test.each([undefined, '2026-03-02T08:00:00', 'yesterday'])(
    'tells no creation time where the server tells %p',
    async (created) => {
      const { id } = add();
      world.quirk(answering('GetUser', (answer) => withBody(answer, { meta: { created } })));

      expect(await get(id)).not.toHaveProperty('user.createTimeMs');
    },
  );

  test('knows the address by the primary e-mail where user names are no addresses', async () => {
    const emails = [{ value: 'home@example.org' }, { value: 'zoe@example.com', primary: true }];
    const { id } = add({ userName: 'zoe', emails });

    expect(await get(id)).toMatchObject({ user: { emailAddress: 'zoe@example.com' } });
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  answering,
  insteadOf,
  type ScimHarness,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import { NOT_SCIM, never, seekingIn } from './seeking.ts';

let harness: ScimHarness;

beforeEach(async () => {
  harness = await startScimHarness();
});

afterEach(() => harness.stop());

const { add } = seekingIn(() => harness);

describe('get', () => {
  const get = (id: string) => harness.target.get(id, never);

  test('get shows a user by the id', async () => {
    const { id } = add();

    expect(await get(id)).toMatchObject({ kind: 'present', user: { userId: id } });
  });

  test('get knows who is gone', async () => {
    const { id } = add();
    harness.server.removeUser(id);

    expect(await get(id)).toEqual({ kind: 'gone' });
  });

  test('get asks for an id as it is, whatever stands in it', async () => {
    expect(await get('a/b?c')).toEqual({ kind: 'gone' });
    expect(harness.requests[0]?.path).toBe('/scim/v2/Users/a%2Fb%3Fc');
  });

  test.each([NOT_SCIM, { status: 404, body: '<html>not here</html>' }])(
    'believes no user gone because something else responds with 404: %j',
    async (answer) => {
      harness.quirk(insteadOf('GetUser', answer));

      expect(await get('some-id')).toMatchObject({ kind: 'unknown', cause: 'target-not-found' });
    },
  );

  test.each(['False', 'false', false])('get knows who is not active: %p', async (active) => {
    const { id } = add();
    harness.quirk(answering('GetUser', (answer) => withBody(answer, { active })));

    expect(await get(id)).toMatchObject({ user: { status: 'DISABLED' } });
  });

  test.each([undefined, '2026-03-02T08:00:00', 'yesterday'])(
    'get shows no creation time where the server gives %p',
    async (created) => {
      const { id } = add();
      harness.quirk(answering('GetUser', (answer) => withBody(answer, { meta: { created } })));

      expect(await get(id)).not.toHaveProperty('user.createTimeMs');
    },
  );

  test.each([
    ['has no address', { userName: '', emails: [] }],
    ['has too long a name', { name: { givenName: 'x'.repeat(11_000) } }],
    ['is larger than any is', { photo: 'x'.repeat(1_000_000) }],
  ])('get says that a user who %s cannot be read, now or later', async (_, changes) => {
    const { id } = add();
    harness.quirk(answering('GetUser', (answer) => withBody(answer, changes)));

    expect(await get(id)).toMatchObject({
      kind: 'unknown',
      cause: 'unexpected-error',
      isUnreadable: true,
    });
  });

  test('get says nothing of the kind where the server returns another user, or none', async () => {
    const { id } = add();
    harness.quirk(answering('GetUser', (answer) => withBody(answer, { id: 'another' })));

    expect(await get(id)).not.toHaveProperty('isUnreadable');
  });

  test('get knows the address by the primary e-mail where user names are no addresses', async () => {
    const emails = [{ value: 'home@example.org' }, { value: 'zoe@example.com', primary: true }];
    const { id } = add({ userName: 'zoe', emails });

    expect(await get(id)).toMatchObject({ user: { emailAddress: 'zoe@example.com' } });
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, HOUR_MS, hire } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

const ROLE = 'arn:aws:iam::111122223333:role/analyst';
const OTHER_ROLE = 'arn:aws:iam::111122223333:role/admin';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness({ directory: { emailUniqueness: 'case-insensitive' } });
});
afterEach(() => engine.stop());

/** Somebody else's account of the same address, an hour old. */
const existing = (seed: Record<string, unknown> = {}) =>
  engine.directory.addUser({
    emailAddress: ADA,
    firstName: 'Ada',
    lastName: 'Lovelace',
    createTime: engine.clock.now() - HOUR_MS,
    ...seed,
  });

describe('an account that was there before', () => {
  test('an account that was there before becomes the hire’s, as existing, and nothing is created or changed', async () => {
    const account = existing();
    await engine.deliver([{ body: hire() }]);

    const [event] = await engine.events();
    expect(event?.data).toMatchObject({ outcome: 'existing', userId: account.userId });
    expect(event?.data).not.toHaveProperty('differs');
    expect(engine.directory.users()).toEqual([account]);
  });

  test('an account that was there before says that it differs where its content is not what was asked', async () => {
    existing({ lastName: 'Byron' });
    await engine.deliver([{ body: hire() }]);

    expect((await engine.events())[0]?.data).toMatchObject({ outcome: 'existing', differs: true });
  });

  test('an account that was there before in other letter case is existing, even with the evidence of a recovered one', async () => {
    const account = existing({
      emailAddress: 'Ada.Lovelace@example.com',
      createTime: engine.clock.now(),
    });
    await engine.deliver([{ body: hire() }]);

    const [event] = await engine.events();
    expect(event?.data).toMatchObject({ outcome: 'existing', userId: account.userId });
    expect(event?.data).not.toHaveProperty('differs');
  });

  test('an account that was there before is rejected when it is disabled', async () => {
    existing({ status: 'DISABLED' });
    await engine.deliver([{ body: hire() }]);

    expect(await engine.outcomes()).toEqual(['account-disabled']);
    expect(await engine.record(ADA)).toMatchObject({ state: 'FAILED' });
  });

  test('an account that was there before is waited for while the directory is still creating it', async () => {
    existing({ status: 'CREATING' });
    const { causes } = await engine.deliver([{ body: hire() }]);

    expect(causes).toEqual(['account-being-created']);
    expect(await engine.record(ADA)).toMatchObject({ state: 'CREATING' });
  });
});

describe('an account with rights of its own', () => {
  const everything = {
    ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER',
    ALLOWED_API_ACCESS_PRINCIPAL_ARNS: `${ROLE},${OTHER_ROLE}`,
  };
  const withRole = { apiAccess: 'ENABLED', apiAccessPrincipalArn: ROLE };

  test.each([
    ['SUPER_USER where APP_USER was asked', { type: 'SUPER_USER' }, {}],
    ['API access where none was asked', withRole, {}],
    ['another role than was asked', { ...withRole, apiAccessPrincipalArn: OTHER_ROLE }, withRole],
    ['a type that the policy no longer allows', {}, { type: 'SUPER_USER' }, 'SUPER_USER'],
  ])(
    'an account with rights of its own is not taken over: %s',
    async (_, account, asked, types = 'APP_USER,SUPER_USER') => {
      existing(account);
      const env = { ...everything, ALLOWED_USER_TYPES: types };
      await engine.deliver([{ body: hire(asked) }], { env });

      expect(await engine.outcomes()).toEqual(['existing-user-outside-policy']);
      expect(await engine.record(ADA)).toMatchObject({ state: 'FAILED' });
    },
  );

  test.each([
    ['what was asked', withRole, withRole],
    ['less than was asked', {}, { ...withRole, type: 'SUPER_USER' }],
    ['a role that is switched off', { ...withRole, apiAccess: 'DISABLED' }, {}],
  ])(
    'an account with rights of its own is taken over where it has %s',
    async (_, account, asked) => {
      existing(account);
      await engine.deliver([{ body: hire(asked) }], { env: everything });

      expect(await engine.outcomes()).toEqual(['existing']);
    },
  );
});

describe('several accounts of one address', () => {
  beforeEach(async () => {
    await engine.stop();
    engine = await startEngineHarness({ directory: { emailUniqueness: 'case-sensitive' } });
    engine.directory.faults.always('CreateUser', { kind: 'conflict' });
    existing({ emailAddress: 'ADA.Lovelace@example.com' });
    existing({ emailAddress: 'Ada.lovelace@example.com' });
  });

  test('several accounts of one address are ambiguous when none is spelled exactly so', async () => {
    await engine.deliver([{ body: hire() }]);

    expect(await engine.outcomes()).toEqual(['ambiguous-existing-users']);
  });

  test('mean the one that is spelled exactly so', async () => {
    const exact = existing();
    await engine.deliver([{ body: hire() }]);

    expect((await engine.events())[0]?.data).toMatchObject({
      outcome: 'existing',
      userId: exact.userId,
    });
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../local/directories/identity-center/server.ts';
import type { AllowedValues, Profile } from '../../src/contracts/profile-fields.ts';
import { PROFILE_FIELDS, type ProfileField } from '../../src/contracts/profile-fields.ts';
import type { Target } from '../../src/provisioning/ports.ts';
import { createIdentityCenterTarget } from '../../src/targets/identity-center/target.ts';
import { ADA, HOUR_MS, hire } from '../support/bodies/hires.ts';
import { digestsFor } from '../support/engine/digests.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';
import { createTestClient } from '../targets/identity-center/wire.ts';

const STORE = 'd-0000000001';
const DIGESTS = digestsFor(`identity-center:${STORE}`);
const BOSS = 'grace@example.com';

let directory: IdentityCenterDouble;
let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
  directory = await startIdentityCenterDouble({ clock: engine.clock });
});
afterEach(() => Promise.all([directory.stop(), engine.stop()]));

interface Terms {
  readonly forwarded?: readonly ProfileField[];
  readonly allowedValues?: AllowedValues;
}

function targetWith({ forwarded = PROFILE_FIELDS, allowedValues = {} }: Terms = {}): Target {
  return createIdentityCenterTarget({
    client: createTestClient(directory.endpoint),
    identityStoreId: STORE,
    userNaming: 'address',
    profile: { forwarded, allowedValues },
  });
}
const deliver = (changes: object, terms?: Terms, properties: Partial<Target> = {}) =>
  engine.deliver([{ body: hire({ ...changes }), messageId: 'message-1' }], {
    ports: { target: { ...targetWith(terms), ...properties } },
  });
/** The account was there before the hire. */
const addAda = (profile = {}) =>
  directory.addUser({
    emailAddress: ADA,
    firstName: 'Ada',
    lastName: 'Lovelace',
    createTime: engine.clock.now() - HOUR_MS,
    profile,
  });
const profileOf = (emailAddress = ADA) =>
  directory.users().find((user) => user.emailAddress === emailAddress)?.profile;
const enterpriseOf = (emailAddress = ADA) =>
  profileOf(emailAddress)?.Extensions?.['aws:identitystore:enterprise'];
/** A directory whose searches show this of a profile. */
const findingOnly =
  (profile: Profile | undefined): Target['find'] =>
  async (...search) => {
    const found = await targetWith().find(...search);
    if (found.kind !== 'found') return found;
    const { profile: _, ...user } = found.users[0];
    return { ...found, users: [{ ...user, ...(profile && { profile }) }] };
  };
const lastEvent = async () => (await engine.events()).at(-1);
const hireBoss = () =>
  deliver({ emailAddress: BOSS, firstName: 'Grace', employeeId: 'E-1', requestId: 'boss' });
const bossId = () => directory.users().find(({ emailAddress }) => emailAddress === BOSS)?.userId;

describe('a profile', () => {
  test('goes into the account where it is forwarded, and only the fields that are', async () => {
    await deliver({ title: 'Analyst', department: 'Trading' }, { forwarded: ['department'] });

    expect(enterpriseOf()).toEqual({ department: 'Trading' });
    expect(profileOf()).not.toHaveProperty('Title');
    expect((await lastEvent())?.data).toMatchObject({ outcome: 'created' });
    expect((await lastEvent())?.data).not.toHaveProperty('differs');
  });

  test('is not looked at where nothing is forwarded', async () => {
    await deliver({ title: ['Analyst'], manager: { id: 'E-1' } }, { forwarded: [] });

    expect(await engine.outcomes()).toEqual(['created']);
    expect(profileOf()).toEqual({});
  });

  test('goes nowhere in a directory that keeps none', async () => {
    await engine.deliver([{ body: hire({ title: 'Analyst', manager: { id: 'E-1' } }) }]);

    expect(await engine.outcomes()).toEqual(['created']);
    expect(JSON.stringify(engine.directory.users())).not.toContain('Analyst');
  });

  test('is in no log, no record and no event', async () => {
    const values = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, `secret-${field}`]));
    const { log } = await deliver(values);
    const { log: again } = await deliver({ ...values, requestId: 'request-2' });

    expect(await engine.outcomes()).toEqual(['created', 'duplicate']);
    const left = [log, again, await engine.record(ADA, DIGESTS), await engine.events()];
    expect(JSON.stringify(left)).not.toContain('secret');
  });

  test('is no evidence that an account is ours: other fields are', async () => {
    const { create } = targetWith();
    const loseAnswer: Target['create'] = async (...creation) => {
      await create(...creation);
      return { kind: 'unknown', cause: 'target-unavailable' };
    };
    await deliver({ department: 'Trading' }, {}, { create: loseAnswer });
    engine.clock.advance(HOUR_MS);
    await deliver({ department: 'Sales' });

    expect((await lastEvent())?.data).toMatchObject({ outcome: 'recovered', differs: true });
  });

  test('beyond a limit of the directory is rejected before anything is claimed or called', async () => {
    await deliver({ title: 'Ana\u200blyst', department: 'Trading' });

    expect((await engine.rejected())[0]?.attributes).toMatchObject({
      reasonCode: 'outside-target-limits',
      reason: expect.stringMatching(
        /^title: must consist of letters, .* in this directory; correct it$/,
      ),
    });
    expect(await engine.recordCount()).toBe(0);
    expect(directory.calls).toEqual([]);
  });
});

describe('an event says that the account differs', () => {
  test('where a later hire brings another value', async () => {
    await deliver({ department: 'Trading', title: 'Analyst' });
    await deliver({ department: 'Sales', requestId: 'request-2' });

    expect((await lastEvent())?.data).toMatchObject({ outcome: 'duplicate', differs: true });
  });

  test('where the same request brings another value, under an id of its own', async () => {
    await deliver({ department: 'Trading' });
    await deliver({ department: 'Sales' });

    const [first, second] = await engine.events();
    expect(first?.data).not.toHaveProperty('differs');
    expect(second?.data).toMatchObject({ differs: true });
    expect(second?.id).not.toBe(first?.id);
  });

  test('where a later hire brings a field that the account did not get', async () => {
    await deliver({ department: 'Trading' }, { forwarded: [] });
    await deliver({ department: 'Trading', requestId: 'request-2' });

    expect((await lastEvent())?.data).toMatchObject({ differs: true });
  });

  test('not where a later hire brings less', async () => {
    await deliver({ department: 'Trading', title: 'Analyst' });
    await deliver({ department: 'Trading', requestId: 'request-2' });
    await deliver({ requestId: 'request-3' });

    expect(await engine.outcomes()).toEqual(['created', 'duplicate', 'duplicate']);
    for (const { data } of await engine.events()) expect(data).not.toHaveProperty('differs');
  });

  test.each([
    ['has another value', { Title: 'Trader' }, true],
    ['has none', {}, true],
    ['has the same', { Title: 'Analyst' }, undefined],
  ])('about an account that was there and %s', async (_, profile, differs) => {
    addAda(profile);
    await deliver({ title: 'Analyst' });

    const { data } = (await lastEvent()) ?? {};
    expect(data).toMatchObject({ outcome: 'existing' });
    expect(data && 'differs' in data ? data.differs : undefined).toBe(differs);
  });

  test('about an account whose profile was not read', async () => {
    addAda({ Title: 'Analyst' });
    await deliver({ title: 'Analyst' }, {}, { find: findingOnly(undefined) });

    expect((await lastEvent())?.data).toMatchObject({ outcome: 'existing', differs: true });
  });

  test('not about what the directory does not show', async () => {
    addAda();
    await deliver({ title: 'Analyst' }, {}, { find: findingOnly({}) });

    expect(await engine.outcomes()).toEqual(['existing']);
    expect((await lastEvent())?.data).not.toHaveProperty('differs');
  });
});

test('a delivery of the same request repeats the very same event', async () => {
  await deliver({ department: 'Trading', manager: 'E-1' });
  await hireBoss();
  await deliver({ department: 'Trading', manager: 'E-1' });

  const [first, , again] = await engine.events();
  expect(again).toEqual(first);
});

describe('a manager', () => {
  test('is linked by employee id', async () => {
    await hireBoss();
    await deliver({ manager: 'E-1' });

    expect(enterpriseOf()).toEqual({ manager: { value: bossId() } });
    expect((await lastEvent())?.data).not.toHaveProperty('pending');
  });

  test('is linked by an employee id that is an integer', async () => {
    await deliver({ emailAddress: BOSS, employeeId: 10_423, requestId: 'boss' });
    await deliver({ manager: 10_423 });

    expect(enterpriseOf()).toEqual({ manager: { value: bossId() } });
  });

  test.each(['E-1', 'Jürgen Bauer'])('who has no account here is pending: %s', async (manager) => {
    await deliver({ manager, department: 'Trading' });

    expect(enterpriseOf()).toEqual({ department: 'Trading' });
    expect((await lastEvent())?.data).toMatchObject({ outcome: 'created', pending: ['manager'] });
    expect((await lastEvent())?.data).not.toHaveProperty('differs');
  });

  test('whose account is not complete is pending', async () => {
    const create: Target['create'] = async () => ({ kind: 'unknown', cause: 'throttled' });
    await deliver({ emailAddress: BOSS, employeeId: 'E-1', requestId: 'boss' }, {}, { create });
    await deliver({ manager: 'E-1' });

    expect((await lastEvent())?.data).toMatchObject({ pending: ['manager'] });
  });

  test('whose account was seen gone is pending', async () => {
    await hireBoss();
    engine.clock.advance(HOUR_MS);
    directory.removeUser(bossId() ?? '');
    await deliver({ emailAddress: BOSS, employeeId: 'E-1', requestId: 'boss-2' });
    await deliver({ manager: 'E-1' });

    expect(await engine.outcomes()).toEqual(['created', 'account-gone', 'created']);
    expect((await lastEvent())?.data).toMatchObject({ pending: ['manager'] });
  });

  test('whose address has passed to the next employee is pending', async () => {
    await hireBoss();
    directory.removeUser(bossId() ?? '');
    for (const requestId of ['boss-2', 'boss-3']) {
      engine.clock.advance(HOUR_MS);
      await deliver({ emailAddress: BOSS, employeeId: 'E-2', requestId });
    }
    await deliver({ manager: 'E-1' });

    expect(await engine.outcomes()).toEqual([
      'created',
      'address-belongs-to-another',
      'created',
      'created',
    ]);
    expect((await lastEvent())?.data).toMatchObject({ pending: ['manager'] });
  });

  test('is pending where a lost call made the account before the manager had one', async () => {
    const { create } = targetWith();
    const loseAnswer: Target['create'] = async (...creation) => {
      await create(...creation);
      return { kind: 'unknown', cause: 'target-unavailable' };
    };
    await deliver({ manager: 'E-1' }, {}, { create: loseAnswer });
    await hireBoss();
    engine.clock.advance(HOUR_MS);
    await deliver({ manager: 'E-1' });

    const { data } = (await lastEvent()) ?? {};
    expect(data).toMatchObject({ outcome: 'recovered', pending: ['manager'] });
    expect(data).not.toHaveProperty('differs');
  });

  test.each([
    ['the same manager', () => bossId() ?? '', undefined],
    ['another manager', () => 'someone-else', true],
  ])('of an account that was there with %s', async (_, managerId, differs) => {
    await hireBoss();
    const Extensions = { 'aws:identitystore:enterprise': { manager: { value: managerId() } } };
    const profile = { Extensions };
    addAda(profile);
    await deliver({ manager: 'E-1' });

    const { data } = (await lastEvent()) ?? {};
    expect(data).toMatchObject({ outcome: 'existing' });
    expect(data).not.toHaveProperty('pending');
    expect(data && 'differs' in data ? data.differs : undefined).toBe(differs);
  });

  test('costs two reads, and a hire without one costs none', async () => {
    await hireBoss();
    const reads: string[] = [];
    const { store } = engine.compose();
    const counted = {
      ...store,
      read: (...call: Parameters<typeof store.read>) => {
        reads.push('record');
        return store.read(...call);
      },
      readPointer: (...call: Parameters<typeof store.readPointer>) => {
        reads.push('pointer');
        return store.readPointer(...call);
      },
    };
    const ports = { target: targetWith(), store: counted };
    await engine.deliver([{ body: hire({ department: 'Trading' }) }], { ports });
    expect(reads).toEqual([]);

    const other = { emailAddress: 'alan@example.com', requestId: 'request-2', manager: 'E-1' };
    await engine.deliver([{ body: hire(other) }], { ports });
    expect(reads).toEqual(['pointer', 'record']);
  });
});

describe('a value that grants rights', () => {
  const terms: Terms = {
    forwarded: ['department'],
    allowedValues: { department: ['Trading', 'Sales'], costCenter: ['4711'] },
  };

  test('that is allowed goes into the account', async () => {
    await deliver({ department: 'Sales' }, terms);

    expect(enterpriseOf()).toEqual({ department: 'Sales' });
  });

  test('may be left out', async () => {
    await deliver({}, terms);

    expect(await engine.outcomes()).toEqual(['created']);
  });

  test.each([
    ['another one', { department: 'Board' }],
    ['one in other letter case', { department: 'trading' }],
    ['one of a field that is not forwarded', { costCenter: '4712' }],
  ])('that is not allowed is rejected, without the value: %s', async (_, changes) => {
    const [[field = '', value = ''] = []] = Object.entries(changes);
    await deliver(changes, terms);

    const [message] = await engine.rejected();
    expect(message?.attributes).toMatchObject({
      reasonCode: 'attribute-value-not-allowed',
      reason: `${field}: must be a value that is allowed here; send one, or have the operator add it to ALLOWED_ATTRIBUTE_VALUES`,
    });
    expect(message?.attributes['reason']).not.toContain(value);
    expect(await engine.recordCount()).toBe(0);
    expect((await lastEvent())?.data).toHaveProperty('claimedRequestId', 'request-1');
  });

  test('of an account that was there is not taken over where it is not allowed', async () => {
    const Extensions = { 'aws:identitystore:enterprise': { department: 'Board' } };
    const profile = { Extensions };
    addAda(profile);
    await deliver({}, terms);

    expect(await engine.outcomes()).toEqual(['existing-user-outside-policy']);
  });

  test('of an account that was there is not taken over where its profile was not read', async () => {
    addAda();
    await deliver({}, terms, { find: findingOnly(undefined) });

    expect(await engine.outcomes()).toEqual(['existing-user-outside-policy']);
  });

  test('that was allowed when the account was made repeats its event', async () => {
    await deliver({ department: 'Sales' }, terms);
    await deliver(
      { department: 'Sales' },
      { ...terms, allowedValues: { department: ['Trading'] } },
    );

    const [first, again] = await engine.events();
    expect(again).toEqual(first);
  });
});

test('an account has the employee id as its employee number, forwarded or not', async () => {
  await deliver({ employeeId: 'E-7' }, { forwarded: [] });
  await deliver({ emailAddress: BOSS, requestId: 'request-2' }, { forwarded: [] });

  expect(enterpriseOf()).toEqual({ employeeNumber: 'E-7' });
  expect(enterpriseOf(BOSS)).toBeUndefined();
});

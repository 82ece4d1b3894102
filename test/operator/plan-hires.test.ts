import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { countProspects } from '../../src/operator/send/plan-hires.ts';
import {
  creating,
  failed,
  planOf,
  provisioned,
  type StackContents,
} from '../support/operator/hire-plans.ts';

const ada = { emailAddress: 'ada@example.com', requestId: 'R-1', employeeId: 'E-1' };
const account = {
  userId: 'user-9',
  emailAddress: 'ada@example.com',
  type: 'APP_USER' as const,
  apiAccess: 'DISABLED' as const,
  status: 'ENABLED' as const,
};

const prospect = async (body: object, harness: StackContents = {}) =>
  (await planOf([body], harness)).hires[0]?.prospect;

describe('by its record, a hire', () => {
  test('that has none is new', async () => {
    expect(await prospect(ada)).toEqual({ kind: 'new' });
  });

  test('that has an account is done, whichever request made it', async () => {
    const done = { kind: 'done', userId: 'user-1' };

    expect(await prospect(ada, { records: [await provisioned(ada)] })).toEqual(done);
    expect(
      await prospect({ ...ada, requestId: 'R-2' }, { records: [await provisioned(ada)] }),
    ).toEqual(done);
  });

  test('that is being created is under way', async () => {
    expect(await prospect(ada, { records: [await creating(ada)] })).toEqual({ kind: 'under-way' });
  });

  test('that was rejected before is new', async () => {
    expect(await prospect(ada, { records: [await failed(ada)] })).toEqual({ kind: 'new' });
  });

  test('whose address is another person’s is rejected', async () => {
    const records = [await provisioned(ada, { employeeId: 'E-2' })];

    expect(await prospect(ada, { records })).toMatchObject({
      kind: 'rejected',
      reason: { code: 'address-belongs-to-another' },
    });
  });
});

describe('by the directory, a hire without a record', () => {
  test.each([
    ['has an account that would be taken over', [account], { kind: 'existing', userId: 'user-9' }],
    [
      'has one with more rights than it asks for',
      [{ ...account, type: 'SUPER_USER' as const }],
      { kind: 'rejected', reason: { code: 'existing-user-outside-policy' } },
    ],
    [
      'has one that is disabled',
      [{ ...account, status: 'DISABLED' as const }],
      { kind: 'rejected', reason: { code: 'account-disabled' } },
    ],
    [
      'has several in other letter case',
      [
        { ...account, emailAddress: 'Ada@example.com' },
        { ...account, emailAddress: 'ADA@example.com' },
      ],
      { kind: 'rejected', reason: { code: 'ambiguous-existing-users' } },
    ],
    ['has none', [{ ...account, emailAddress: 'bo@example.com' }], { kind: 'new' }],
  ])('%s', async (_what, accounts, expected) => {
    expect(await prospect(ada, { accounts })).toMatchObject(expected);
  });
});

test('a second hire about a person is repeated, and names the row of the first', async () => {
  const { hires } = await planOf([
    ada,
    { emailAddress: 'bo@example' },
    { emailAddress: 'ADA@example.com' },
  ]);

  expect(hires.map(({ row, prospect }) => [row, prospect.kind])).toEqual([
    [1, 'new'],
    [2, 'rejected'],
    [3, 'repeated'],
  ]);
  expect(hires[2]?.prospect).toEqual({ kind: 'repeated', row: 1 });
  expect(countProspects(hires)).toMatchObject({ new: 1, rejected: 1, repeated: 1, done: 0 });
});

test.each([
  ['as it is spelled', { emailAddress: 'Ann@Example.com' }, 'Ann@Example.com'],
  ['where it is not an address', { emailAddress: ' ann.at.home ' }, 'ann.at.home'],
  ['from its envelope', { 'detail-type': 'x', detail: ada }, 'ada@example.com'],
  ['as empty where it is absent', {}, ''],
  ['as empty where it is not text', { emailAddress: 7 }, ''],
  ['as empty where the envelope cannot be read', { 'detail-type': 'x' }, ''],
])('the address of a hire is shown %s', async (_case, body, address) => {
  expect((await planOf([body])).hires[0]?.address).toBe(address);
});

describe('the directory is asked', () => {
  async function mostAtOnce(harness: StackContents): Promise<number> {
    let [atOnce, most] = [0, 0];
    const bodies = Array.from({ length: 60 }, (_, index) => ({
      emailAddress: `joiner.${index}@example.com`,
    }));
    await planOf(bodies, {
      ...harness,
      onFind: async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await setImmediate();
        atOnce -= 1;
      },
    });
    return most;
  }

  test('for some at a time, where each costs calls of its own', async () => {
    expect(await mostAtOnce({})).toBe(25);
  });

  test('for all at once, where they are found in one reading', async () => {
    expect(await mostAtOnce({ findsTogether: true })).toBe(60);
  });
});

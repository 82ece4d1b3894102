import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { packagedRulesOf } from '../../src/access/packaged-rules.ts';
import { failedMessageOf } from '../../src/operator/failed/failed-message.ts';
import { countProspects } from '../../src/operator/send/planned-hire.ts';
import { createProfileRules } from '../../src/provisioning/profile.ts';
import {
  creating,
  failed,
  PROVENANCE,
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
    const records = [await provisioned(ada, { employeeKey: 'of E-2' })];

    expect(await prospect(ada, { records })).toMatchObject({
      kind: 'rejected',
      reason: { code: 'address-belongs-to-another' },
    });
  });

  test('whose employee has an account at another address is rejected: an operator decides', async () => {
    const records = [await provisioned({ ...ada, emailAddress: 'ada.byron@example.com' })];

    expect(await prospect(ada, { records })).toMatchObject({
      kind: 'rejected',
      reason: { code: 'employee-at-another-address' },
    });
  });

  test('whose employee id is being provisioned at another address is under way', async () => {
    const records = [await creating({ ...ada, emailAddress: 'ada.byron@example.com' })];

    expect(await prospect(ada, { records })).toEqual({ kind: 'under-way' });
  });
});

describe('by its start date, a hire', () => {
  const dayMs = 86_400_000;
  const dayFromNow = (days: number) =>
    new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
  const later = { ...ada, startDate: dayFromNow(30) };
  const dueAtMs = Date.parse(`${later.startDate}T00:00:00Z`);

  test('that has come is new', async () => {
    expect(await prospect({ ...ada, startDate: dayFromNow(0) })).toEqual({ kind: 'new' });
  });

  test('that is to come waits, and the directory is not asked', async () => {
    const onFind = async () => {
      throw new Error('The directory is asked.');
    };

    expect(await prospect(later, { onFind })).toEqual({ kind: 'waits', dueAtMs });
  });

  test('waits until so many days before it as the operator has set, in their zone', async () => {
    const startRules = { daysBefore: 7, timeZone: 'Asia/Tokyo' };

    expect(await prospect(later, { startRules })).toEqual({
      kind: 'waits',
      dueAtMs: dueAtMs - 7 * dayMs - 9 * 3_600_000,
    });
  });

  test('is rejected while the employee waits at another address', async () => {
    const ofEmployee = { ...later, employeeId: 'E-1' };
    const elsewhere = { key: PROVENANCE.digests.employeeKeyOf('E-1'), personKey: 'user#2' };

    expect(
      await prospect(ofEmployee, { waiting: [{ ...elsewhere, state: 'waiting' }] }),
    ).toMatchObject({ kind: 'rejected', reason: { code: 'employee-at-another-address' } });
    expect(await prospect(ofEmployee, { waiting: [{ ...elsewhere, state: 'cancelled' }] })).toEqual(
      { kind: 'waits', dueAtMs },
    );
  });

  test('is done where the person has an account', async () => {
    const records = [await provisioned(ada)];

    expect(await prospect(later, { records })).toMatchObject({ kind: 'done' });
  });

  test('is rejected where it is too far ahead', async () => {
    expect(await prospect({ ...ada, startDate: dayFromNow(402) })).toMatchObject({
      kind: 'rejected',
      reason: { code: 'start-too-far-ahead' },
    });
  });
});

describe('by the settings of the operator, a hire', () => {
  test('in an event of another type would be rejected', async () => {
    const event = { specversion: '1.0', id: 'e-1', source: 'hr', type: 'hr.left', data: ada };
    const policy = { acceptedEventTypes: ['hr.hired'] };

    expect(await prospect(event, { policy })).toMatchObject({
      kind: 'rejected',
      reason: { code: 'event-type-not-accepted' },
    });
  });

  test.each([
    ['a value that is not allowed', 'Board', 'attribute-value-not-allowed'],
    ['a value that is no text', ['Sales'], 'invalid-message'],
  ])('with %s would be rejected', async (_, department, code) => {
    const profile = createProfileRules({
      forwarded: ['department'],
      allowedValues: { department: ['Sales'] },
    });

    expect(await prospect({ ...ada, department }, profile && { profile })).toMatchObject({
      kind: 'rejected',
      reason: { code },
    });
  });

  test('with one name is the hire that the function makes of it', async () => {
    const suharti = { ...ada, firstName: 'Suharti' };
    const records = [await provisioned({ ...suharti, lastName: '-' })];
    const requires = ['firstName', 'lastName'] as const;
    const planned = await planOf([suharti], { records, requires, policy: { singleName: 'dash' } });

    expect(planned.hires[0]?.hire?.requestedDigest).toBe(
      records[0]?.state === 'PROVISIONED' && records[0].requestedDigest,
    );
    expect(await prospect(suharti, { requires })).toMatchObject({
      kind: 'rejected',
      reason: { code: 'required-by-target' },
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

describe('a later hire about an address', () => {
  const kinds = async (bodies: readonly object[], contents: StackContents = {}) =>
    (await planOf(bodies, contents)).hires.map(({ prospect }) => prospect);
  const other = { ...ada, employeeId: 'E-2', requestId: 'R-2' };
  const rejected = { kind: 'rejected', reason: { code: 'address-belongs-to-another' } };

  test('is rejected if its employee id is another than in an earlier row', async () => {
    expect(await kinds([ada, other])).toMatchObject([{ kind: 'new' }, rejected]);
  });

  test('is rejected if its employee id has another address in an earlier row', async () => {
    const moved = { ...ada, emailAddress: 'ada.byron@example.com', requestId: 'R-2' };

    expect(await kinds([ada, moved])).toMatchObject([
      { kind: 'new' },
      { kind: 'rejected', reason: { code: 'employee-at-another-address' } },
    ]);
  });

  test('is rejected if only the row between has an employee id, and another one', async () => {
    const { employeeId: _, ...nameless } = ada;

    expect(await kinds([nameless, ada, other])).toMatchObject([
      { kind: 'new' },
      { kind: 'repeated', row: 1 },
      rejected,
    ]);
  });

  test('is compared with the record, where the earlier row is rejected', async () => {
    const records = [await provisioned(ada)];

    expect(await kinds([other, ada], { records })).toMatchObject([
      rejected,
      { kind: 'done', userId: 'user-1' },
    ]);
  });

  test('is rejected like the earlier one by the account that exists', async () => {
    const accounts = [{ ...account, status: 'DISABLED' as const }];
    const disabled = { kind: 'rejected', reason: { code: 'account-disabled' } };

    expect(await kinds([ada, ada], { accounts })).toMatchObject([disabled, disabled]);
  });
});

describe('a hire whose message an operator corrected', () => {
  const misspelled = { ...ada, emailAddress: 'ada.example.com' };
  const done = { kind: 'done', userId: 'user-1', reason: { code: 'invalid-message' } };

  test.each([
    ['employee id', { ...misspelled, requestId: 'R-9' }],
    ['request id', { emailAddress: 'ada.example.com', requestId: 'R-1' }],
  ])('is done, by its %s, with the reason why the row itself is rejected', async (_id, row) => {
    expect(await prospect(row, { records: [await provisioned(ada)] })).toMatchObject(done);
  });

  test('is done where the policy refuses the address of the row', async () => {
    const records = [await provisioned(ada)];
    const policy = { allowedEmailDomains: ['example.com'] };

    expect(
      await prospect({ ...ada, emailAddress: 'ada@exmaple.com' }, { records, policy }),
    ).toMatchObject({ kind: 'done', reason: { code: 'outside-policy' } });
  });

  test('is not taken for an employee with an account at another valid address', async () => {
    const elevated = { ...ada, type: 'SUPER_USER' };
    const records = [await provisioned({ ...ada, emailAddress: 'mallory@example.com' })];

    expect(await prospect(elevated, { records })).toMatchObject({
      kind: 'rejected',
      reason: { code: 'outside-policy' },
    });
  });

  test('is rejected while there is no account', async () => {
    expect(await prospect(misspelled, { records: [await creating(ada)] })).toMatchObject({
      kind: 'rejected',
    });
  });

  test('is not taken for another employee of the same request', async () => {
    const records = [await provisioned(ada, { employeeKey: 'of E-2' })];

    expect(await prospect(misspelled, { records })).toMatchObject({ kind: 'rejected' });
  });
});

describe('a hire with a message in a failed queue', () => {
  const failedMessage = (queue: 'dead-letter' | 'rejected') =>
    failedMessageOf(
      {
        messageId: 'm-7',
        body: JSON.stringify(ada),
        attributes: { reasonCode: 'target-unavailable', reason: 'No response.' },
        sentAtMs: 0,
        receiptHandle: 'r',
      },
      queue,
      PROVENANCE,
    );
  const needsOperator = {
    kind: 'needs-operator',
    messageId: 'm-7',
    reason: { code: 'target-unavailable', message: 'No response.' },
  };

  test.each([
    ['a record without an account', async () => [await creating(ada)]],
    ['no record', async () => []],
  ])('the dead-letter queue, and %s, needs an operator', async (_what, records) => {
    const contents = { records: await records(), failed: [failedMessage('dead-letter')] };

    expect(await prospect(ada, contents)).toEqual(needsOperator);
  });

  test('the rejected queue is under way, if another message is being retried', async () => {
    const contents = { records: [await creating(ada)], failed: [failedMessage('rejected')] };

    expect(await prospect(ada, contents)).toEqual({ kind: 'under-way' });
  });

  test('the dead-letter queue is done, if the person has an account', async () => {
    const contents = { records: [await provisioned(ada)], failed: [failedMessage('dead-letter')] };

    expect(await prospect(ada, contents)).toMatchObject({ kind: 'done' });
  });

  test('another operator’s hands may be under way, which the plan counts', async () => {
    const contents = { records: [await creating(ada)], failedInFlightElsewhere: 2 };

    expect(await planOf([ada], contents)).toMatchObject({ failedInFlightElsewhere: 2 });
  });
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

describe('the groups of a hire', () => {
  const rule = { number: 1, line: 1, groups: ['g-2', 'g-1'], conditions: [] };
  const rules = packagedRulesOf({ version: 'v', rules: [rule] });
  const noted = { ...account, employeeId: 'E-1' };
  const groupsOf = async (contents: StackContents, grantToExisting = false) =>
    (await planOf([ada], { ...contents, groupRules: { ...rules, grantToExisting } })).hires[0]
      ?.groups;

  test('are those that the rules give it, where it has no account', async () => {
    expect(await groupsOf({})).toEqual(['g-1', 'g-2']);
  });

  test('are those of its record, where it has an account through Joiner', async () => {
    const records = [await provisioned(ada, { groups: new Set(['g-9', 'g-8']) })];

    expect(await groupsOf({ records })).toEqual(['g-8', 'g-9']);
  });

  test('are none, where its account was there before', async () => {
    expect(await groupsOf({ accounts: [noted] })).toEqual([]);
  });

  test('are granted to an account that was there before, where the stack says so and the directory notes the employee', async () => {
    expect(await groupsOf({ accounts: [noted] }, true)).toEqual(['g-1', 'g-2']);
    expect(await groupsOf({ accounts: [account] }, true)).toEqual([]);
  });

  test('are not known while it is under way, or without the rules', async () => {
    expect(await groupsOf({ records: [await creating(ada)] })).toBeUndefined();
    expect((await planOf([ada])).hires[0]).not.toHaveProperty('groups');
  });

  test('need fields that break the contract where the rules compare them, as the function does', async () => {
    const conditions = [{ field: 'department' as const, values: ['Sales'] }];
    const ofSales = packagedRulesOf({ version: 'v', rules: [{ ...rule, conditions }] });
    const hire = { ...ada, department: 7 };
    const { hires } = await planOf([hire], { groupRules: { ...ofSales, grantToExisting: false } });

    expect(hires[0]).toMatchObject({ prospect: { kind: 'rejected' } });
    expect(hires[0]).not.toHaveProperty('groups');
    expect(await prospect(hire)).toEqual({ kind: 'new' });
  });
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

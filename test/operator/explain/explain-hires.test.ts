import { describe, expect, test } from '@jest/globals';
import { readAccessRules } from '../../../src/access/read-access-rules.ts';
import { explainedTable } from '../../../src/operator/cli/explain-file-text.ts';
import { explainHires } from '../../../src/operator/explain/explain-hires.ts';

const RULES = readAccessRules(
  `- groups: [906764b2c1-1f0d2c3b-4a59-4e68-8d77-9c8b7a6f5e4d]
  when: { department: [Trading], startDate: ["2027-03-01"] }
- groups: [e9e30dba-f08f-4109-8486-d5c6a331660a]
  when: { employeeId: ["1042"] }
- groups: [admins]
  when: { type: [SUPER_USER] }
`,
  'access-rules.yml',
);
const ADA = { emailAddress: 'Ada@Example.com', department: 'Trading', startDate: '2027-03-01' };

const explain = (...hires: readonly object[]) =>
  explainHires(
    hires.map((hire, index) => ({ line: index + 1, body: JSON.stringify(hire) })),
    RULES,
  );
const groupsOf = (hire: object) =>
  explain(hire).map((one) => (one.kind === 'hire' ? one.groups.map(({ group }) => group) : one));

test('a hire is compared as the contract reads it, with its profile', () => {
  expect(explain({ ...ADA, startDate: '2027-03-01T09:00:00Z' })).toMatchObject([
    {
      row: 1,
      line: 1,
      address: 'Ada@Example.com',
      kind: 'hire',
      groups: [{ rules: [{ number: 1 }] }],
    },
  ]);
});

test('a hire in an envelope is compared by its content', () => {
  const event = { specversion: '1.0', id: '1', source: 'hr', type: 'hired', data: ADA };

  expect(groupsOf(event)).toEqual(groupsOf(ADA));
});

test('an employee id that is a number is its digits', () => {
  expect(groupsOf({ ...ADA, employeeId: 1042 })).toEqual([
    ['906764b2c1-1f0d2c3b-4a59-4e68-8d77-9c8b7a6f5e4d', 'e9e30dba-f08f-4109-8486-d5c6a331660a'],
  ]);
});

describe('a field that a hire does not send', () => {
  test('equals no value of a rule', () => {
    expect(groupsOf({ emailAddress: 'ada@example.com' })).toEqual([[]]);
  });

  test('has its default where the contract gives it one', () => {
    const rules = readAccessRules('- groups: [g1]\n  when: { type: [APP_USER] }\n', 'rules.yml');
    const body = JSON.stringify({ emailAddress: 'ada@example.com' });

    expect(explainHires([{ line: 1, body }], rules)).toMatchObject([{ groups: [{ group: 'g1' }] }]);
  });
});

describe('a hire that the contract refuses gets no group, with the reason:', () => {
  test('for a field of an account', () => {
    expect(explain({ emailAddress: 'ada' })).toMatchObject([
      { kind: 'refused', reason: { code: 'invalid-message' } },
    ]);
  });

  test('for a field of a profile that the rules compare', () => {
    expect(explain({ ...ADA, department: 7 })).toMatchObject([{ kind: 'refused' }]);
  });

  test('and not for one that no rule compares', () => {
    expect(explain({ ...ADA, costCenter: 7 })).toMatchObject([{ kind: 'hire' }]);
  });
});

test('the table has every id, reason and hire without a group in 80 columns', () => {
  const table = explainedTable(
    explain(
      {
        ...ADA,
        emailAddress: `${'maria.del.carmen.'.repeat(3)}fernandez@subsidiary.example.com`,
        employeeId: '1042',
      },
      { emailAddress: 'grace@example.com' },
      { emailAddress: 'not an address' },
    ),
    { columns: 80, style: (_, text) => text },
  );

  const cells = table.split('\n').map((line) => line.split('│'));
  const column = (place: number) => cells.map((line) => line[place]?.trim() ?? '').join('');
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(column(3)).toContain(`${'maria.del.carmen.'.repeat(3)}fernandez@subsidiary.example.com`);
  expect(column(4)).toContain('906764b2c1-1f0d2c3b-4a59-4e68-8d77-9c8b7a6f5e4d');
  expect(column(4)).toContain('none');
  expect(column(5).replaceAll(' ', '')).toContain('rule2,line3:employeeId=1042norule');
});

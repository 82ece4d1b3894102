import { describe, expect, test } from '@jest/globals';
import type { HireFacts } from '../../src/access/hire-facts.ts';
import { planGroups } from '../../src/access/plan-groups.ts';
import { readAccessRules } from '../../src/access/read-access-rules.ts';

const ADA: HireFacts = {
  emailAddress: 'ada.okafor@example.com',
  type: 'APP_USER',
  department: 'Trading',
  userType: 'Employee',
};

const plan = (text: string, hire: HireFacts = ADA) =>
  planGroups(readAccessRules(text, 'access-rules.yml'), hire);
const groupsOf = (text: string, hire?: HireFacts) => plan(text, hire).map(({ group }) => group);
const when = (fields: string) => `- groups: [g1]\n  when: { ${fields} }\n`;

test('a rule without conditions gives its groups to every hire', () => {
  expect(groupsOf('- groups: [g1]', {})).toEqual(['g1']);
});

test('a field must equal one of its values', () => {
  expect(groupsOf(when('department: [Sales, Trading]'))).toEqual(['g1']);
  expect(groupsOf(when('department: [Sales, Research]'))).toEqual([]);
});

test('all fields of a rule must hold', () => {
  expect(groupsOf(when('department: [Trading], userType: [Employee]'))).toEqual(['g1']);
  expect(groupsOf(when('department: [Trading], userType: [Contractor]'))).toEqual([]);
  expect(groupsOf(when('department: [Trading], division: [Markets]'))).toEqual([]);
});

describe('a field equals no value', () => {
  test.each([
    ['in another letter case', { department: 'trading' }],
    ['that is a part of it', { department: 'Trading Floor' }],
    ['where the hire does not have it', {}],
    ['where only its prototype has it', Object.create({ department: 'Trading' })],
  ])('%s', (_what, hire) => {
    expect(groupsOf(when('department: [Trading]'), hire)).toEqual([]);
  });

  test.each([
    ['a number', 4711],
    ['a list', ['4711']],
    ['an object that becomes the text', { toString: () => '4711' }],
  ])('where the hire has %s in place of text', (_what, costCenter) => {
    const hire = { costCenter } as unknown as HireFacts;

    expect(groupsOf(when('costCenter: ["4711"]'), hire)).toEqual([]);
  });
});

test('text is compared trimmed and in NFC', () => {
  const hire = { department: ' Ve\u0301rification\n' };

  expect(groupsOf(when('department: ["V\u00e9rification"]'), hire)).toEqual(['g1']);
});

test('a group that several rules give is planned once, with every rule and what it met', () => {
  const text = `- groups: [g1]
- groups: [g1]
  when: { department: [Sales] }
- groups: [g1]
  when: { department: [Trading], userType: [Employee] }
`;

  expect(plan(text)).toEqual([
    {
      group: 'g1',
      rules: [
        { number: 1, line: 1, because: [] },
        {
          number: 3,
          line: 4,
          because: [
            { field: 'userType', value: 'Employee' },
            { field: 'department', value: 'Trading' },
          ],
        },
      ],
    },
  ]);
});

test('groups are sorted by id, whatever the order of the rules', () => {
  const text = '- groups: [g3, G9]\n- groups: [g10]\n- groups: [g2]\n';

  expect(groupsOf(text)).toEqual(['G9', 'g10', 'g2', 'g3']);
  expect(groupsOf(text.trim().split('\n').toReversed().join('\n'))).toEqual(groupsOf(text));
});

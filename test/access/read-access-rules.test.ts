import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { AccessRulesError } from '../../src/access/access-rules-error.ts';
import { readAccessRules } from '../../src/access/read-access-rules.ts';

const VALID = `# Who gets what.
- groups: [g1]
- groups: [g2, g3]
  when:
    department: [Trading, Sales]
    costCenter: ["4711"]
`;

function faultsOf(text: string) {
  try {
    readAccessRules(text, 'access-rules.yml');
  } catch (error) {
    return error instanceof AccessRulesError ? error.faults : error;
  }
  return 'no fault';
}

const rulesOf = (text: string) => readAccessRules(text, 'access-rules.yml').rules;
const when = (fields: string) => `- groups: [g1]\n  when: { ${fields} }\n`;

test('rules are numbered in the order of the file, each with its line', () => {
  expect(rulesOf(VALID)).toEqual([
    { number: 1, line: 2, groups: ['g1'], conditions: [] },
    {
      number: 2,
      line: 3,
      groups: ['g2', 'g3'],
      conditions: [
        { field: 'department', values: ['Trading', 'Sales'] },
        { field: 'costCenter', values: ['4711'] },
      ],
    },
  ]);
});

test('rules survive JSON, so that a function can be packaged with them', () => {
  const rules = readAccessRules(VALID, 'access-rules.yml');

  expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
});

test.each(globSync('events/access-rules/*.yml'))('the sample %s has no fault', (sample) => {
  expect(rulesOf(readFileSync(sample, 'utf8')).length).toBeGreaterThan(2);
});

describe('a group that the directory of the rules can never have', () => {
  const read = (text: string) =>
    readAccessRules(text, 'access-rules.yml', {
      pattern: /^.{1,3}$/,
      description: '1 to 3 characters',
    });

  test('is a fault, with its line and its key', () => {
    expect(() => read('- groups: [g1]\n- groups:\n    - g2\n    - group-3\n')).toThrow(
      'line 4, rule 2, groups[1]: must be the id of a group as this directory has them, 1 to 3 characters; copy it from there',
    );
  });

  test('is reported with the other faults, in the order of the file', () => {
    expect(() => read('- groups: [group-1]\n- groups: [g2, g2]\n')).toThrow(
      /line 1, rule 1, groups\[0\]: must be the id[\s\S]*line 2, rule 2, groups\[1\]: is listed before/,
    );
  });

  test('leaves rules with other groups as they are', () => {
    expect(read(VALID)).toEqual(readAccessRules(VALID, 'access-rules.yml'));
  });
});

describe('a value is read as the contract reads it in a hire:', () => {
  test.each([
    ['trimmed', when('department: [" Trading "]'), 'Trading'],
    ['in NFC', when('department: ["Ve\u0301rification"]'), 'V\u00e9rification'],
    ['an address in lower case', when('emailAddress: [Ada@Example.com]'), 'ada@example.com'],
    ['a date-time with its date', when('startDate: ["2027-03-01T00:00:00Z"]'), '2027-03-01'],
    ['an employee id in quotes', when('employeeId: ["1042"]'), '1042'],
    ['the word that other versions of YAML take for false', when('locale: [no]'), 'no'],
  ])('%s', (_what, text, value) => {
    expect(rulesOf(text)[0]?.conditions[0]?.values).toEqual([value]);
  });
});

describe('a file is refused, with line and key,', () => {
  test.each([
    ['that is no YAML', '- groups: [', '', 1, 'must be YAML; correct it'],
    ['that is empty', '', '', 1, 'must be a list of rules'],
    ['without a rule', '[]', '', 1, 'must list at least one rule; add one'],
    ['that is a mapping', 'groups: [g1]', '', 1, 'must be a list of rules'],
    ['with a rule that is text', '- g1', 'rule 1', 1, 'must be a rule with groups'],
    [
      'without groups',
      '- when: { type: [APP_USER] }',
      'rule 1, groups',
      1,
      'must be a list of ids',
    ],
    ['with an empty list of groups', '- groups: []', 'rule 1, groups', 1, 'at least one group'],
    [
      'with one group that is no list',
      '- groups: g1',
      'rule 1, groups',
      1,
      'must be a list of ids',
    ],
    ['with an id that is a number', '- groups: [123]', 'rule 1, groups[0]', 1, 'put it in quotes'],
    ['with an empty id', '- groups: [""]', 'rule 1, groups[0]', 1, 'must be the id of a group'],
    ['with white space around an id', '- groups: [" g"]', 'rule 1, groups[0]', 1, 'white space'],
    ['with a variable of the packaging', '- groups: ["g-${env:A}"]', 'rule 1, groups[0]', 1, '${'],
    [
      'with a reference of CloudFormation',
      '- groups: ["{{resolve:a}}"]',
      'rule 1, groups[0]',
      1,
      '{{',
    ],
    ['with an id of other letters', '- groups: [é]', 'rule 1, groups[0]', 1, 'printable ASCII'],
    ['with a group that is repeated', '- groups: [g, g]', 'rule 1, groups[1]', 1, 'listed before'],
    [
      'with an unknown key',
      `${VALID}- groups: [g4]\n  unless: { type: [APP_USER] }\n`,
      'rule 3, unless',
      8,
      'is no key of a rule; correct it to groups or when',
    ],
  ])('%s', (_what, text, key, line, rule) => {
    expect(faultsOf(text)).toContainEqual({ line, key, rule: expect.stringContaining(rule) });
  });

  test.each([
    ['an unknown field', 'departmnt: [Trading]', 'when.departmnt', 'must be one of emailAddress'],
    ['the former name of a field', 'ApiAccess: [ENABLED]', 'when.ApiAccess', 'must be one of'],
    ['the id of a message', 'requestId: [r1]', 'when.requestId', 'must be one of'],
    ['a name of every object', 'constructor: [x]', 'when.constructor', 'must be one of'],
    ['a prototype', '__proto__: [x]', 'when.__proto__', 'must be one of'],
    ['no field', '', 'when', 'or remove when for a rule that applies to every hire'],
    ['an empty list', 'department: []', 'when.department', 'must list at least one value'],
    [
      'text in place of a list',
      'department: Trading',
      'when.department',
      'such as [Trading, Sales]',
    ],
    ['a number', 'costCenter: [4711]', 'when.costCenter[0]', 'must be text; put it in quotes'],
    ['a truth value', 'title: [true]', 'when.title[0]', 'must be text; put it in quotes'],
    ['nothing', 'title: [null]', 'when.title[0]', 'must be text; put it in quotes'],
    ['a type that there is not', 'type: [ADMIN]', 'when.type[0]', 'must be APP_USER or SUPER_USER'],
    ['another letter case', 'type: [app_user]', 'when.type[0]', 'can never be the type of a hire'],
    ['an address that is none', 'emailAddress: [ada]', 'when.emailAddress[0]', 'can never be the'],
    ['a date that is none', 'startDate: [2027-02-30]', 'when.startDate[0]', 'must be a date'],
    ['text that no hire sends', 'title: ["  "]', 'when.title[0]', 'can never be the title'],
    [
      'a value that is repeated',
      'title: [A, " A"]',
      'when.title[1]',
      'is listed before; remove it here',
    ],
    [
      'a role for hires that have none',
      'apiAccess: [DISABLED], apiAccessPrincipalArn: ["arn:aws:iam::111122223333:role/x"]',
      'when.apiAccess',
      'a hire with a role has apiAccess ENABLED',
    ],
  ])('whose rule can never apply, by %s', (_what, fields, key, rule) => {
    expect(faultsOf(when(fields))).toContainEqual({
      line: 2,
      key: `rule 1, ${key}`,
      rule: expect.stringContaining(rule),
    });
  });

  test('with a `when` that has nothing, which must not become a rule for every hire', () => {
    expect(faultsOf('- groups: [g1]\n  when:\n')).toMatchObject([{ key: 'rule 1, when' }]);
  });

  test('with a field that stands twice', () => {
    expect(faultsOf('- groups: [g1]\n  when:\n    title: [A]\n    title: [B]\n')).toMatchObject([
      { line: 4, rule: expect.stringContaining('must be YAML') },
    ]);
  });

  test.each([
    [
      'as an alias, which would make it a rule for other hires',
      '- groups: [g1]\n  &w when: { department: [Board] }\n  *w : { type: [APP_USER] }\n',
      3,
      'must have no alias as a key',
    ],
    [
      'as the field of an alias',
      '- groups: [g1]\n  when:\n    &t title: [A]\n    *t : [B]\n',
      4,
      'must have no alias as a key',
    ],
    [
      'by a merge key that a tag makes of it',
      '- groups: [g1]\n  when:\n    title: [A]\n    !!merge <<: { department: [B] }\n',
      4,
      'must have no tag',
    ],
    [
      'by YAML 1.1, which has merge keys and other truth values',
      '%YAML 1.1\n---\n- groups: [g1]\n  when: { title: [A] }\n',
      1,
      'must have no directive such as %YAML',
    ],
    [
      'by a merge key',
      '- groups: [g1]\n  <<: { when: { title: [A] } }\n',
      2,
      'must have no merge key (<<)',
    ],
    [
      'as a list, which becomes text',
      '- groups: [g1]\n  ? [when]\n  : { title: [A] }\n',
      2,
      'must have text as each key',
    ],
    ['as a number', '- groups: [g1]\n  1: a\n  "1": b\n', 2, 'must have text as each key'],
  ])('with a key that hides another, %s', (_what, text, line, rule) => {
    expect(faultsOf(text)).toEqual([{ line, key: '', rule: expect.stringContaining(rule) }]);
  });

  test.each([
    ['CR', '\r'],
    ['NEL', '\u0085'],
    ['a line separator', '\u2028'],
  ])('with conditions after a comment that only other programs read, by %s', (_name, lineBreak) => {
    const text = `- groups: [payroll] # payroll only${lineBreak}  when: { department: [Payroll] }\n`;

    expect(faultsOf(text)).toMatchObject([
      { line: 1, rule: expect.stringContaining('which ends a line') },
    ]);
  });

  test('with a value that only looks like another', () => {
    expect(faultsOf(when('department: [Pay\u200broll]'))).toMatchObject([
      { line: 2, rule: expect.stringMatching(/^must have no U\+200B, .*; remove it/) },
    ]);
  });

  test('with every tag and directive, in the order of the file', () => {
    const text = '%YAML 1.2\n%FOO\n---\n- groups: !!seq [!!str 1, ! g2]\n';

    expect(faultsOf(text)).toMatchObject([{ line: 1 }, { line: 2 }, ...Array(3).fill({ line: 4 })]);
  });

  test('with a group that an earlier rule gives under the same conditions, in whatever order', () => {
    const text = `- groups: [g1, g2]
  when: { title: [A, B], department: [X] }
- groups: [g3, g2]
  when: { department: [X], title: [B, A] }
`;

    expect(faultsOf(text)).toEqual([
      {
        line: 3,
        key: 'rule 2, groups[1]',
        rule: 'is given by rule 1 under the same conditions; remove it here',
      },
    ]);
  });

  test('with every fault of it, in the order of the file', () => {
    const text = `- groups: []\n${when('type: [ADMIN], departmnt: [X]')}- groups: [1]\n`;

    expect(faultsOf(text)).toMatchObject([{ line: 1 }, { line: 3 }, { line: 3 }, { line: 4 }]);
  });

  test('in words for its author', () => {
    expect(() => readAccessRules(when('type: [ADMIN]'), 'our-rules.yml')).toThrow(
      /^our-rules\.yml has no rules that can be used:\n {2}line 2, rule 1, when\.type\[0\]: can never be the type of a hire, which must be APP_USER or SUPER_USER; correct or remove it$/,
    );
  });
});

test('a key makes no line and no colour of its own in the message', () => {
  const forged = '"x\\n  line 9: all rules are valid\\e[32m ok"';

  expect(() => readAccessRules(when(`${forged}: [A]`), 'our\n-rules.yml')).toThrow(
    /^our\ufffd-rules\.yml has no rules that can be used:\n {2}line 2, rule 1, when\.x\ufffd␣␣line 9: all rules are valid\ufffd\[32m ok: must be one of [^\n]*$/,
  );
});

test('a value may be an alias of an earlier one', () => {
  const text = '- groups: [g1]\n  when: &when { title: [A] }\n- groups: [g2]\n  when: *when\n';

  expect(rulesOf(text)[1]?.conditions).toEqual([{ field: 'title', values: ['A'] }]);
});

test('one group may be given by several rules under different conditions', () => {
  expect(rulesOf(`${when('title: [A]')}${when('title: [B]')}- groups: [g1]\n`)).toHaveLength(3);
});

describe('the bounds of a file:', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `g${index}`);
  const rules = (count: number) =>
    ids(count)
      .map((id) => `- groups: [g]\n  when: { title: [${id}] }\n`)
      .join('');
  const perRule = (count: number) =>
    ids(count)
      .map((id) => `- groups: [${id}]\n`)
      .join('');

  test.each([
    ['rules', rules(200), rules(201), 'must list at most 200 rules'],
    ['groups in a rule', `- groups: [${ids(50)}]`, `- groups: [${ids(51)}]`, 'at most 50 groups'],
    ['groups in all rules', perRule(50), perRule(51), 'at most 50 different groups, and names 51'],
    ['values', when(`title: [${ids(100)}]`), when(`title: [${ids(101)}]`), 'at most 100 values'],
    [
      'characters of an id',
      `- groups: [${'g'.repeat(128)}]`,
      `- groups: [${'g'.repeat(129)}]`,
      '1 to 128 printable ASCII characters',
    ],
    [
      'characters',
      `- groups: [g1]\n${'#'.repeat(65_000)}`,
      `- groups: [g1]\n${'#'.repeat(66_000)}`,
      'at most 65536 characters',
    ],
  ])('%s', (_what, most, more, rule) => {
    expect(faultsOf(most)).toBe('no fault');
    expect(faultsOf(more)).toMatchObject([{ rule: expect.stringContaining(rule) }]);
  });

  test('aliases, which would fill the memory', () => {
    const bomb = `- &a [x, x, x, x, x, x, x, x, x]\n- &b [*a, *a, *a, *a, *a, *a]\n- [*b, *b, *b, *b, *b]\n`;

    expect(faultsOf(bomb)).toMatchObject([{ rule: expect.stringContaining('aliases') }]);
  });
});

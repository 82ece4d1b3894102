import { expect, test } from '@jest/globals';
import { accessRules } from '../../src/access/no-rules.ts';
import { packagedRulesOf } from '../../src/access/packaged-rules.ts';
import { readAccessRules } from '../../src/access/read-access-rules.ts';
import { readBody } from '../support/bodies/read-body.ts';

const RULES = readAccessRules(
  `- groups: [traders, readers]
  when: { department: [Trading] }
- groups: [admins]
  when: { type: [SUPER_USER] }
- groups: [readers]
  when: { employeeId: ["1042"] }
`,
  'access-rules.yml',
);
const PACKAGED = packagedRulesOf(JSON.parse(JSON.stringify(RULES)));

function planFor(hire: object) {
  const reading = readBody(
    JSON.stringify({ emailAddress: 'ada@example.com', ...hire }),
    [],
    PACKAGED.fields,
  );
  return reading.kind === 'hire' ? PACKAGED.plan(reading) : reading;
}

test('a hire gets each group once, sorted, with the numbers of the rules that apply', () => {
  expect(planFor({ department: 'Trading', employeeId: 1042 })).toEqual({
    groups: ['readers', 'traders'],
    appliedRules: new Set([1, 3]),
  });
});

test('a hire to which no rule applies gets no group', () => {
  expect(planFor({ department: 'Sales' })).toMatchObject({
    groups: [],
    appliedRules: new Set(),
  });
});

test('the version is that of the rules', () => {
  expect(PACKAGED.version).toBe(RULES.version);
});

test('of a profile, only what the rules compare is read', () => {
  expect(PACKAGED.fields).toEqual(['department']);
});

test('without rules there is nothing to plan with', () => {
  expect(accessRules).toBeUndefined();
});

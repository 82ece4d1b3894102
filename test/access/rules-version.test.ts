import { describe, expect, test } from '@jest/globals';
import { readAccessRules } from '../../src/access/read-access-rules.ts';

const versionOf = (text: string) => readAccessRules(text, 'access-rules.yml').version;

const RULES = `- groups: [g1]
- groups: [g2, g3]
  when: { department: [Trading, Sales], type: [APP_USER] }
`;

test('the version of rules is the same in every release of Joiner', () => {
  expect(versionOf(RULES)).toBe('383300294fba4e8d3bcac316ad728b0b90106be9228f6213646593ac2128552b');
});

describe('the version stays where the rules say the same:', () => {
  test.each([
    ['with comments and empty lines', `# Reviewed.\n\n${RULES}`],
    ['with the line ends of Windows', RULES.replaceAll('\n', '\r\n')],
    ['in another layout', RULES.replace('[g1]', '\n    - "g1"')],
    ['with groups in another order', RULES.replace('[g2, g3]', '[g3, g2]')],
    ['with values in another order', RULES.replace('Trading, Sales', 'Sales, Trading')],
    [
      'with fields in another order',
      RULES.replace(
        'department: [Trading, Sales], type: [APP_USER]',
        'type: [APP_USER], department: [Trading, Sales]',
      ),
    ],
    ['with white space around a value', RULES.replace('Sales', '" Sales "')],
  ])('%s', (_what, text) => {
    expect(versionOf(text)).toBe(versionOf(RULES));
  });
});

describe('the version changes', () => {
  test.each([
    ['with a group', RULES.replace('g1', 'g4')],
    ['with a value', RULES.replace('Sales', 'Legal')],
    ['with a field', RULES.replace('department', 'division')],
    ['without a condition', RULES.replace(', type: [APP_USER]', '')],
    [
      'with a group that moves to a condition',
      RULES.replace('[g1]', '[g1, g2]').replace('[g2, g3]', '[g3]'),
    ],
    [
      'with the order of the rules, by whose numbers people know them',
      RULES.replace(/(- groups: \[g1\]\n)([\s\S]*)/, '$2$1'),
    ],
  ])('%s', (_what, text) => {
    expect(versionOf(text)).not.toBe(versionOf(RULES));
  });
});

import { expect, test } from '@jest/globals';
import { groupsToShow } from '../../../src/operator/cli/groups-to-show.ts';
import { rulesText } from '../../../src/operator/cli/rules-version-text.ts';
import type { Stack } from '../../../src/operator/stack/stack.ts';

const stackWith = (outputs: object) => ({ outputs }) as Stack;
const SAMPLE = 'events/access-rules/finspace.yml';

test.each([
  ['has none', { AccessRulesVersion: 'none' }, 'The stack has no rules of groups.'],
  [
    'was deployed by an earlier version',
    {},
    'The outputs of the stack do not name its rules: an earlier version of Joiner deployed it.',
  ],
  [
    'has others than the file',
    { AccessRulesVersion: 'a'.repeat(64) },
    /^finspace\.yml has version [0-9a-f]{12}\. The stack has version aaaaaaaaaaaa\. Give the file with that version: --rules FILE\. Without it, fields are not checked that are only read for the rules: a hire that is new here may be rejected\.$/,
  ],
])('groups are not shown by the rules of a file where the stack %s', async (_, outputs, why) => {
  expect(await groupsToShow(stackWith(outputs), SAMPLE)).toEqual({
    kind: 'not-shown',
    why: typeof why === 'string' ? why : expect.stringMatching(why),
  });
});

test.each([
  [{ kind: 'rules', version: 'b'.repeat(64), groups: [] }, ', the deployed one'],
  [
    { kind: 'rules', version: 'c'.repeat(64), groups: [] },
    ', not the deployed one, which is cccccccccccc',
  ],
  [{ kind: 'none' }, ', not deployed: the stack has no rules now'],
  [{ kind: 'unknown' }, ', which may be the deployed one: the stack does not say'],
  [undefined, ''],
] as const)('the rules of an account are shown with what is deployed: %j', (deployed, said) => {
  const record = { rulesVersion: 'b'.repeat(64), appliedRules: new Set([10, 9]) };

  expect(rulesText(record, deployed)).toBe(`rules 9, 10 of version bbbbbbbbbbbb${said}`);
});

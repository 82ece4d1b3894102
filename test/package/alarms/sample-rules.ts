import { readFileSync } from 'node:fs';
import { packagedRulesOf } from '../../../src/access/packaged-rules.ts';
import { readAccessRules } from '../../../src/access/read-access-rules.ts';
import type { Story } from './story.ts';

const SAMPLE = 'events/access-rules/finspace.yml';
const RULES = readAccessRules(readFileSync(SAMPLE, 'utf8'), SAMPLE);

/** Every group of the rules that the local stage is packaged with. */
export const GROUPS = new Set(RULES.rules.flatMap(({ groups }) => groups));

/** `grantsPerGroupPerHour` of the stories: ten times as many hires, as by default, show no more. */
export const GRANTS_PER_HOUR = 10;

/** Two hires who are in all of them together, each group once. */
const IN_ALL_GROUPS = [
  { type: 'SUPER_USER', department: 'Quantitative Research', userType: 'Employee' },
  { department: 'Fund Operations' },
];

/** The stack has these rules, and its directory their groups. */
export function withSampleRules({ function: state, world: { directory } }: Story): void {
  for (const group of GROUPS) directory.addGroup(group);
  state.ports = { groupRules: { ...packagedRulesOf(RULES), grantToExisting: false } };
  state.env = { ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER' };
}

/** HR sends hires of whom so many get each group, unless their type is another. */
export function sendForEachGroup(
  story: Pick<Story, 'send'>,
  accounts: number,
  changes: { readonly type?: 'APP_USER' } = {},
): void {
  for (let sent = 0; sent < accounts; sent += 1)
    for (const hire of IN_ALL_GROUPS) story.send({ ...hire, ...changes });
}

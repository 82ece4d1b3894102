import type { GroupRules } from '../../../src/provisioning/group-rules.ts';
import { readBody } from '../bodies/read-body.ts';

/** By department: groups that are another one's, too, and groups that are not. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  sales: ['group-1', 'group-2'],
  support: ['group-2', 'group-3'],
  office: ['group-2'],
};

const PLAN: Omit<GroupRules, 'grantToExisting'> = {
  fields: ['department'],
  plan: ({ profile }) => GROUPS[profile?.department ?? ''] ?? [],
};

/** The rules of groups of every test of the engine. A hire without a department gets none. */
export function groupRulesWith({ grantToExisting = false } = {}): GroupRules {
  return { ...PLAN, grantToExisting };
}

/** The groups that the body of a message plans. */
export function groupsPlannedIn(body: string): readonly string[] {
  const reading = readBody(body, [], PLAN.fields);
  return reading.hire ? PLAN.plan({ ...reading, hire: reading.hire }) : [];
}

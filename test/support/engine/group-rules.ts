import type { GroupPlan, GroupRules } from '../../../src/provisioning/group-rules.ts';
import { readBody } from '../bodies/read-body.ts';

export const RULES_VERSION = '0'.repeat(64);

/** By department, in the order of their rules: groups that are another one's, too, and groups that are not. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  sales: ['group-1', 'group-2'],
  support: ['group-2', 'group-3'],
  office: ['group-2'],
};

const PLAN: Omit<GroupRules, 'grantToExisting'> = {
  version: RULES_VERSION,
  groups: new Set(Object.values(GROUPS).flat()),
  fields: ['department'],
  plan: ({ profile }) => planFor(profile?.department ?? ''),
};

function planFor(department: string): GroupPlan {
  const rule = Object.keys(GROUPS).indexOf(department) + 1;
  return {
    groups: GROUPS[department] ?? [],
    appliedRules: new Set(rule === 0 ? [] : [rule]),
  };
}

/** The rules of groups of every test of the engine. A hire without a department gets none. */
export function groupRulesWith({ grantToExisting = false } = {}): GroupRules {
  return { ...PLAN, grantToExisting };
}

/** The groups that the body of a message plans. */
export function groupsPlannedIn(body: string): readonly string[] {
  const reading = readBody(body, [], PLAN.fields);
  return reading.hire ? PLAN.plan({ ...reading, hire: reading.hire }).groups : [];
}

import { ACCESS_RULES_LIMITS } from '../contracts/access-rules.ts';
import type { AccessRule } from './access-rules.ts';
import { sortedConditions } from './sorted-conditions.ts';

/** One fault, with the keys that lead to it in the file. */
export interface RuleFault {
  readonly path: readonly PropertyKey[];
  readonly rule: string;
}

/** What is wrong with rules each of which is well-formed: what is said twice, and what can never apply. */
export function ruleFaults(rules: readonly AccessRule[]): readonly RuleFault[] {
  return [
    ...rules.flatMap(repeatedEntries),
    ...rules.flatMap(contradictions),
    ...repeatedRules(rules),
    ...excessGroups(rules),
  ];
}

function repeatedEntries({ number, groups, conditions }: AccessRule): readonly RuleFault[] {
  const lists = [
    { keys: ['groups'], entries: groups },
    ...conditions.map(({ field, values }) => ({ keys: ['when', field], entries: values })),
  ];
  return lists.flatMap(({ keys, entries }) =>
    entries.flatMap((entry, index) => {
      if (entries.indexOf(entry) === index) return [];
      const path = [number - 1, ...keys, index];
      return [{ path, rule: 'is listed before; remove it here' }];
    }),
  );
}

/** The policy never accepts a role without API access. */
function contradictions({ number, conditions }: AccessRule): readonly RuleFault[] {
  const apiAccess = conditions.find(({ field }) => field === 'apiAccess');
  const hasRole = conditions.some(({ field }) => field === 'apiAccessPrincipalArn');
  if (!hasRole || apiAccess === undefined || apiAccess.values.includes('ENABLED')) return [];
  const rule = 'can never apply: a hire with a role has apiAccess ENABLED; correct or remove it';
  return [{ path: [number - 1, 'when', 'apiAccess'], rule }];
}

/** A group that an earlier rule gives under the same conditions. */
function repeatedRules(rules: readonly AccessRule[]): readonly RuleFault[] {
  const givenBy = new Map<string, number>();
  return rules.flatMap(({ number, groups, conditions }) =>
    groups.flatMap((group, index) => {
      const given = JSON.stringify([group, sortedConditions(conditions)]);
      const earlier = givenBy.get(given) ?? number;
      givenBy.set(given, earlier);
      if (earlier === number) return [];
      const rule = `is given by rule ${earlier} under the same conditions; remove it here`;
      return [{ path: [number - 1, 'groups', index], rule }];
    }),
  );
}

function excessGroups(rules: readonly AccessRule[]): readonly RuleFault[] {
  const { groups: most } = ACCESS_RULES_LIMITS;
  const count = new Set(rules.flatMap(({ groups }) => groups)).size;
  if (count <= most) return [];
  return [
    {
      path: [],
      rule: `must name at most ${most} different groups, and names ${count}; remove some`,
    },
  ];
}

import type { HireContent } from '../contracts/message.ts';
import type { ProfileField } from '../contracts/profile-fields.ts';
import type { AccessRules } from './access-rules.ts';
import { hireFactsOf, profileFieldsIn } from './hire-facts.ts';
import { planGroups } from './plan-groups.ts';

/** The rules of a package as its function plans with them. */
export interface PackagedRules {
  /** SHA-256, hex. */
  readonly version: string;
  /** What is read of a profile, because the rules compare it. */
  readonly fields: readonly ProfileField[];
  /** Ids of the groups that a hire gets, sorted, each once, and the numbers of the rules that apply to it. */
  plan(content: HireContent): {
    readonly groups: readonly string[];
    readonly appliedRules: ReadonlySet<number>;
  };
  /** Ids of all groups that the rules name. */
  readonly groups: ReadonlySet<string>;
}

/** Loads neither the library that reads YAML nor a schema: a function has its rules as data. */
export function packagedRulesOf(rules: AccessRules): PackagedRules {
  return {
    version: rules.version,
    fields: profileFieldsIn(rules),
    groups: new Set(rules.rules.flatMap(({ groups }) => groups)),
    plan(content) {
      const planned = planGroups(rules, hireFactsOf(content));
      const applied = planned.flatMap((one) => one.rules.map(({ number }) => number));
      return {
        groups: planned.map(({ group }) => group),
        appliedRules: new Set(applied),
      };
    },
  };
}

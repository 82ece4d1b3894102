import type { AccessRule } from '../../access/access-rules.ts';
import { type RulesFile, rulesOfVersion } from './rules-file.ts';

/** A group of an account, by its record. */
export interface GivenGroup {
  readonly group: string;
  /** Those that applied to the hire and name the group; none where the file has other rules. */
  readonly rules: readonly AccessRule[];
}

export interface GivenGroups {
  readonly groups: readonly GivenGroup[];
  /** Whether the file has the very rules that gave the groups: only they say which rule gave which group. */
  readonly hasItsRules: boolean;
}

/** What the record of an account keeps of its groups. */
interface Granted {
  readonly groups?: ReadonlySet<string>;
  readonly rulesVersion?: string;
  readonly appliedRules?: ReadonlySet<number>;
}

/** The groups that Joiner gave an account. Never explained by other rules than those that the record names. */
export function givenGroupsOf(
  { groups = new Set(), rulesVersion = '', appliedRules = new Set() }: Granted,
  file: RulesFile,
): GivenGroups {
  const known = rulesOfVersion(file, rulesVersion);
  const applied = (known?.rules ?? []).filter(({ number }) => appliedRules.has(number));
  return {
    groups: [...groups].toSorted().map((group) => ({
      group,
      rules: applied.filter((rule) => rule.groups.includes(group)),
    })),
    hasItsRules: known !== undefined,
  };
}

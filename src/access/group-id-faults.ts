import type { AccessRule } from './access-rules.ts';
import type { RuleFault } from './rule-faults.ts';

/** What the ids of groups look like in a directory. */
export interface GroupIdForm {
  readonly pattern: RegExp;
  /** Such as `1 to 26 characters`. */
  readonly description: string;
}

/** At the groups that the directory can never have. */
export function groupIdFaults(
  rules: readonly AccessRule[],
  form: GroupIdForm | undefined,
): readonly RuleFault[] {
  if (form === undefined) return [];
  return rules.flatMap(({ number, groups }) =>
    groups.flatMap((group, index) => {
      if (form.pattern.test(group)) return [];
      const rule = `must be the id of a group as this directory has them, ${form.description}; copy it from there`;
      return [{ path: [number - 1, 'groups', index], rule }];
    }),
  );
}

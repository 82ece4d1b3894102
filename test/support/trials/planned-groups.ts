import { readFileSync } from 'node:fs';
import { readAccessRules } from '../../../src/access/read-access-rules.ts';

/** What the rules give that are packaged for a target, worked out apart from the function. */
export interface PlannedGroups {
  /** Of all rules. */
  readonly all: readonly string[];
  /** Of one message: sorted ids. */
  of(body: string): readonly string[];
}

/** The `local` stage packages the sample of each target's rules. */
export function plannedGroupsOf(target: string): PlannedGroups {
  const path = `events/access-rules/${target}.yml`;
  const { rules } = readAccessRules(readFileSync(path, 'utf8'), path);
  return {
    all: rules.flatMap(({ groups }) => groups),
    of(body) {
      const hire = JSON.parse(body);
      return rules
        .filter(({ conditions }) => conditions.every((one) => one.values.includes(hire[one.field])))
        .flatMap(({ groups }) => groups)
        .toSorted();
    },
  };
}

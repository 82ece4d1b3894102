import { type AccessRuleText, accessRulesFile, type RuleField } from '../contracts/access-rules.ts';
import { inFileOrder, keyText, type Path, readYaml } from '../yaml/read-yaml.ts';
import type { AccessRule, AccessRules, Condition } from './access-rules.ts';
import { AccessRulesError } from './access-rules-error.ts';
import { type GroupIdForm, groupIdFaults } from './group-id-faults.ts';
import { ruleFaults } from './rule-faults.ts';
import { versionOf } from './rules-version.ts';

/**
 * Reads a file of rules.
 * @param fileName for the error only
 * @param groupIds what the ids of groups look like in the directory that the rules are for; any are accepted without
 * @throws {AccessRulesError} with line, key and rule of every fault. A rule that can never apply is one
 */
export function readAccessRules(
  content: string,
  fileName: string,
  groupIds?: GroupIdForm,
): AccessRules {
  const reading = readYaml(content, accessRulesFile, ruleKeyText);
  if (reading.kind === 'refused') throw new AccessRulesError(fileName, reading.faults);
  const { faultAt } = reading;
  const rules = reading.content.map((text, index) =>
    ruleOf(text, index, faultAt([index], '').line),
  );
  const faults = [...ruleFaults(rules), ...groupIdFaults(rules, groupIds)].map(({ path, rule }) =>
    faultAt(path, rule),
  );
  if (faults.length > 0) throw new AccessRulesError(fileName, inFileOrder(faults));
  return { version: versionOf(rules), rules };
}

function ruleOf({ groups, when = {} }: AccessRuleText, index: number, line: number): AccessRule {
  const conditions = Object.entries(when).map(
    ([field, values]): Condition => ({ field: field as RuleField, values: values ?? [] }),
  );
  return { number: index + 1, line, groups, conditions };
}

/** Rules are numbered from 1, as `joiner explain` numbers them: `rule 2, when.department[1]`. */
function ruleKeyText([index, ...keys]: Path): string {
  if (typeof index !== 'number') return '';
  const rule = `rule ${index + 1}`;
  return keys.length === 0 ? rule : `${rule}, ${keyText(keys)}`;
}

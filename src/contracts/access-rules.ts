import * as v from 'valibot';
import { comparableText } from './comparable-text.ts';
import { newHireFields } from './new-hire.ts';
import { isMissingKey, isUnknownKey } from './object-issues.ts';
import { profileFields } from './profile.ts';

const { ApiAccess: _, requestId: __, ...fieldsOfPerson } = newHireFields.entries;
/** What rules can compare. Not the request id, which is another in every message, and no field's former name. */
const FIELDS = { ...fieldsOfPerson, ...profileFields.entries };

export type RuleField = keyof typeof FIELDS;

export const RULE_FIELDS = Object.keys(FIELDS) as readonly RuleField[];

export const ACCESS_RULES_LIMITS = {
  /** A person reviews them, and `joiner explain` lists them. Comparing them takes microseconds a hire. */
  rules: 200,
  /**
   * Different groups in a file, and so the most that one hire can get: each costs a call. The function's role names
   * the ARN of each, of about 100 characters; a role has 10,240 in its inline policies.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  groups: 50,
  /** Values of one field in one rule. */
  values: 100,
  /** FinSpace's ids have at most 26, Identity Center's 47. A SCIM server chooses its own: most have 36. */
  groupIdCharacters: 128,
} as const;

const { rules: MAX_RULES, groups: MAX_GROUPS, values: MAX_VALUES } = ACCESS_RULES_LIMITS;
const MAX_ID = ACCESS_RULES_LIMITS.groupIdCharacters;
// No look-around: the JSON Schema carries it, and validators in other languages have none.
const GROUP_ID_PATTERN = new RegExp(`^[!-~](?:[ -~]{0,${MAX_ID - 2}}[!-~])?$`);

const GROUP_ID_RULE = `must be the id of a group, 1 to ${MAX_ID} printable ASCII characters without white space around them; copy it from the directory`;
/** The framework, or CloudFormation, would put something else in its place. */
const VARIABLE = /\$\{|\{\{/;
const VARIABLE_RULE =
  'must not contain ${ or {{, which packaging would replace; such a group cannot be in the rules';
const QUOTE_RULE = 'must be text; put it in quotes';
const GROUPS_RULE = 'must be a list of ids of groups, such as [a1b2c3]; correct it';
const VALUES_RULE = 'must be a list of values, such as [Trading, Sales]; correct it';
const WHEN_RULE =
  'must map fields of a hire to lists of values; correct it, or remove when for a rule that applies to every hire';

const groupId = v.pipe(
  v.string(QUOTE_RULE),
  v.regex(GROUP_ID_PATTERN, GROUP_ID_RULE),
  v.check((id) => !VARIABLE.test(id), VARIABLE_RULE),
);

/** The lists of values, by field. */
export const ruleValues = Object.fromEntries(
  RULE_FIELDS.map((field) => [field, valuesOf(field)]),
) as Record<RuleField, ReturnType<typeof valuesOf>>;

export const ruleConditions = v.pipe(
  v.strictObject(optional(ruleValues), (issue) =>
    isUnknownKey(issue)
      ? `must be one of ${RULE_FIELDS.join(', ')}; correct or remove it`
      : WHEN_RULE,
  ),
  v.check((when) => Object.keys(when).length > 0, WHEN_RULE),
);

export const ruleGroups = v.pipe(
  v.array(groupId, GROUPS_RULE),
  v.minLength(1, 'must list at least one group; add one, or remove the rule'),
  v.maxLength(MAX_GROUPS, `must list at most ${MAX_GROUPS} groups; remove some`),
);

export const accessRule = v.strictObject(
  { groups: ruleGroups, when: v.optional(ruleConditions) },
  (issue) => {
    if (isUnknownKey(issue))
      return 'is no key of a rule; correct it to groups or when, or remove it';
    return isMissingKey(issue)
      ? GROUPS_RULE
      : 'must be a rule with groups, and when it applies; correct it';
  },
);

/** The content of `access-rules.yml`: which hires get which groups. Values are read as the hire's own are. */
export const accessRulesFile = v.pipe(
  v.array(accessRule, 'must be a list of rules, such as - groups: [a1b2c3]; correct it'),
  v.minLength(1, 'must list at least one rule; add one'),
  v.maxLength(MAX_RULES, `must list at most ${MAX_RULES} rules; join those with the same groups`),
);

export type AccessRuleText = v.InferOutput<typeof accessRule>;

/** Texts as the contract reads them in a hire, such as an address in lower case. */
function valuesOf(field: RuleField) {
  const value = v.pipe(
    v.string(QUOTE_RULE),
    v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
      const read = v.safeParse(FIELDS[field], comparableText(dataset.value));
      if (read.success) return String(read.output);
      addIssue({ message: neverEqual(field, read.issues[0].message) });
      return NEVER;
    }),
  );
  return v.pipe(
    v.array(value, VALUES_RULE),
    v.minLength(1, 'must list at least one value; add one, or remove the field'),
    v.maxLength(MAX_VALUES, `must list at most ${MAX_VALUES} values; divide the rule`),
  );
}

/** The remedies of the contract are for the sender of a hire. */
function neverEqual(field: RuleField, rule: string): string {
  return `can never be the ${field} of a hire, which ${rule.split(';')[0]}; correct or remove it`;
}

function optional(lists: typeof ruleValues) {
  const entries = Object.entries(lists).map(([field, list]) => [field, v.optional(list)]);
  return Object.fromEntries(entries) as Record<
    RuleField,
    v.OptionalSchema<ReturnType<typeof valuesOf>, undefined>
  >;
}

import * as z from 'zod/mini';
import { comparableText } from './comparable-text.ts';
import { newHireFields } from './new-hire.ts';
import { profileFields } from './profile.ts';

const { ApiAccess: _, requestId: __, ...fieldsOfPerson } = newHireFields.shape;
/** What rules can compare. Not the request id, which is another in every message, and no field's former name. */
const FIELDS = { ...fieldsOfPerson, ...profileFields.shape };

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

const groupId = z.string(QUOTE_RULE).check(
  z.regex(GROUP_ID_PATTERN, GROUP_ID_RULE),
  z.refine((id) => !VARIABLE.test(id), VARIABLE_RULE),
);

/** The lists of values, by field. */
export const ruleValues = Object.fromEntries(
  RULE_FIELDS.map((field) => [field, valuesOf(field)]),
) as Record<RuleField, ReturnType<typeof valuesOf>>;

export const ruleConditions = z
  .strictObject(optional(ruleValues), {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? `must be one of ${RULE_FIELDS.join(', ')}; correct or remove it`
        : WHEN_RULE,
  })
  .check(z.refine((when) => Object.keys(when).length > 0, WHEN_RULE));

export const ruleGroups = z
  .array(groupId, GROUPS_RULE)
  .check(
    z.minLength(1, 'must list at least one group; add one, or remove the rule'),
    z.maxLength(MAX_GROUPS, `must list at most ${MAX_GROUPS} groups; remove some`),
  );

export const accessRule = z.strictObject(
  { groups: ruleGroups, when: z.optional(ruleConditions) },
  {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? 'is no key of a rule; correct it to groups or when, or remove it'
        : 'must be a rule with groups, and when it applies; correct it',
  },
);

/** The content of `access-rules.yml`: which hires get which groups. Values are read as the hire's own are. */
export const accessRulesFile = z
  .array(accessRule, 'must be a list of rules, such as - groups: [a1b2c3]; correct it')
  .check(
    z.minLength(1, 'must list at least one rule; add one'),
    z.maxLength(MAX_RULES, `must list at most ${MAX_RULES} rules; join those with the same groups`),
  );

export type AccessRuleText = z.output<typeof accessRule>;

/** Texts as the contract reads them in a hire, such as an address in lower case. */
function valuesOf(field: RuleField) {
  const value = z.string(QUOTE_RULE).check((payload) => {
    const read = FIELDS[field].safeParse(comparableText(payload.value));
    if (read.success) payload.value = String(read.data);
    else payload.issues.push(neverEqual(field, payload.value, read.error));
  });
  return z
    .array(value, VALUES_RULE)
    .check(
      z.minLength(1, 'must list at least one value; add one, or remove the field'),
      z.maxLength(MAX_VALUES, `must list at most ${MAX_VALUES} values; divide the rule`),
    );
}

function neverEqual(field: RuleField, input: string, { issues }: z.core.$ZodError) {
  // The remedies of the contract are for the sender of a hire.
  const [rule] = (issues[0]?.message ?? '').split(';');
  const message = `can never be the ${field} of a hire, which ${rule}; correct or remove it`;
  return { code: 'custom', message, input, continue: true } as const;
}

function optional(lists: typeof ruleValues) {
  const entries = Object.entries(lists).map(([field, list]) => [field, z.optional(list)]);
  return Object.fromEntries(entries) as Record<
    RuleField,
    z.ZodMiniOptional<ReturnType<typeof valuesOf>>
  >;
}

import {
  accessRule,
  accessRulesFile,
  RULE_FIELDS,
  ruleConditions,
  ruleGroups,
  ruleValues,
} from './access-rules.ts';
import { documentedSchema, type JsonSchema } from './documented-schema.ts';
import { newHireFields } from './new-hire.ts';

const docs = new Map<object, JsonSchema>();

docs.set(accessRulesFile, {
  title: 'Rules of groups',
  description:
    'Which hires get which groups. A hire gets the groups of every rule that applies to it.',
  examples: [[{ groups: ['a1b2c3'], when: { department: ['Trading', 'Sales'] } }]],
});
docs.set(accessRule, {
  title: 'Rule',
  description: 'Without when, it applies to every hire.',
});
docs.set(ruleGroups, {
  title: 'Groups',
  description: 'Ids of groups, as the directory has them. The groups must exist.',
  uniqueItems: true,
});
docs.set(ruleConditions, {
  title: 'When the rule applies',
  description: 'Each field must equal one of its values. All fields must.',
  minProperties: 1,
});
for (const field of RULE_FIELDS)
  docs.set(ruleValues[field], {
    title: `Values of ${field}`,
    description: 'Compared as text, trimmed and in Unicode form NFC. Put a number in quotes.',
    uniqueItems: true,
  });
for (const field of ['type', 'apiAccess'] as const)
  docs.set(ruleValues[field].pipe[0].item, { enum: allowedValuesOf(field) });

/** The rules of groups as JSON Schema 2020-12. Of a value it says less than the reader, which asks the contract. */
export function accessRulesSchema(): JsonSchema {
  return documentedSchema(accessRulesFile, docs);
}

function allowedValuesOf(field: 'type' | 'apiAccess'): string[] {
  return [...newHireFields.entries[field].wrapped.options];
}

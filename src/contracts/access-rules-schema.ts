import * as z from 'zod/mini';
import {
  accessRule,
  accessRulesFile,
  RULE_FIELDS,
  ruleConditions,
  ruleGroups,
  ruleValues,
} from './access-rules.ts';
import { newHireFields } from './new-hire.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

// Kept out of the schema itself: the reader of the rules never shows these texts.
const docs = z.registry<Partial<JsonSchema>>();

docs.add(accessRulesFile, {
  title: 'Rules of groups',
  description:
    'Which hires get which groups. A hire gets the groups of every rule that applies to it.',
  examples: [[{ groups: ['a1b2c3'], when: { department: ['Trading', 'Sales'] } }]],
});
docs.add(accessRule, {
  title: 'Rule',
  description: 'Without when, it applies to every hire.',
});
docs.add(ruleGroups, {
  title: 'Groups',
  description: 'Ids of groups, as the directory has them. The groups must exist.',
  uniqueItems: true,
});
docs.add(ruleConditions, {
  title: 'When the rule applies',
  description: 'Each field must equal one of its values. All fields must.',
  minProperties: 1,
});
for (const field of RULE_FIELDS)
  docs.add(ruleValues[field], {
    title: `Values of ${field}`,
    description: 'Compared as text, trimmed and in Unicode form NFC. Put a number in quotes.',
    uniqueItems: true,
  });
for (const field of ['type', 'apiAccess'] as const)
  docs.add(ruleValues[field].def.element, { enum: allowedValuesOf(field) });

/** The rules of groups as JSON Schema 2020-12. Of a value it says less than the reader, which asks the contract. */
export function accessRulesSchema(): JsonSchema {
  return z.toJSONSchema(accessRulesFile, { io: 'input', metadata: docs });
}

function allowedValuesOf(field: 'type' | 'apiAccess'): string[] {
  const { enum: values } = z.toJSONSchema(newHireFields.shape[field], { io: 'input' });
  return (values ?? []).map(String);
}

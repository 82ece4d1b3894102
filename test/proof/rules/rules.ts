import { ABSENCE_RULES } from './absence.ts';
import { BUDGET_RULES } from './budget.ts';
import { CLAIM_RULES } from './claim.ts';
import { COMPLETION_RULES } from './completion.ts';
import { DUPLICATE_RULES } from './duplicate.ts';
import { EMPLOYEE_RULES } from './employee.ts';
import { ERASURE_RULES } from './erasure.ts';
import { EXPIRY_RULES } from './expiry.ts';
import { GROUP_RULES } from './groups.ts';
import { HIRE_FILE_RULES } from './hire-file.ts';
import { IDENTITY_RULES } from './identity.ts';
import { INTAKE_RULES } from './intake.ts';
import { INTAKE_RECORD_RULES } from './intake-records.ts';
import { INVOCATION_RULES } from './invocation.ts';
import { PROFILE_RULES } from './profile.ts';
import { REASSIGNMENT_RULES } from './reassignment.ts';
import { REFUSAL_RULES } from './refusal.ts';
import type { NamedTest, RemovableRule, Rule, Search } from './rule.ts';
import { SCHEDULED_RULES } from './scheduled.ts';
import { SEARCH_RULES } from './search.ts';
import { START_RULES } from './start.ts';
import { TAKEOVER_RULES } from './takeover.ts';

/** Every rule of the engine that the promise rests on, and what notices when it is gone. */
export const RULES: readonly Rule[] = [
  ...IDENTITY_RULES,
  ...CLAIM_RULES,
  ...BUDGET_RULES,
  ...COMPLETION_RULES,
  ...TAKEOVER_RULES,
  ...ABSENCE_RULES,
  ...DUPLICATE_RULES,
  ...EMPLOYEE_RULES,
  ...GROUP_RULES,
  ...PROFILE_RULES,
  ...START_RULES,
  ...SCHEDULED_RULES,
  ...INTAKE_RULES,
  ...INTAKE_RECORD_RULES,
  ...HIRE_FILE_RULES,
  ...REFUSAL_RULES,
  ...SEARCH_RULES,
  ...INVOCATION_RULES,
  ...ERASURE_RULES,
  ...EXPIRY_RULES,
  ...REASSIGNMENT_RULES,
];

/** Rules that a change of the source takes out. */
export const REMOVABLE_RULES = RULES.filter(isRemovable);
export const SEARCHED_RULES = REMOVABLE_RULES.filter(isSearched);
export const TESTED_RULES = RULES.filter(isTested);

export function isRemovable(rule: Rule): rule is RemovableRule {
  return rule.without !== undefined;
}

function isSearched(rule: RemovableRule): rule is RemovableRule & { readonly noticedBy: Search } {
  return 'scenario' in rule.noticedBy;
}

function isTested(rule: Rule): rule is Rule & { readonly noticedBy: NamedTest } {
  return 'test' in rule.noticedBy;
}

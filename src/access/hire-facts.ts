import type { RuleField } from '../contracts/access-rules.ts';
import type { HireContent } from '../contracts/message.ts';
import { PROFILE_FIELDS, type ProfileField } from '../contracts/profile-fields.ts';
import type { AccessRules } from './access-rules.ts';

/** What rules compare of a hire: the fields as the contract reads them, trimmed and in NFC. */
export type HireFacts = Readonly<Partial<Record<RuleField, string>>>;

/** What HR sent, and not what a directory's rules make of it, such as a second name. */
export function hireFactsOf({ hire, profile, employeeId, startDate }: HireContent): HireFacts {
  return {
    ...profile,
    ...hire,
    ...(employeeId !== undefined && { employeeId }),
    ...(startDate !== undefined && { startDate }),
  };
}

/** The fields of a profile that the rules compare: they must be read, whatever else is forwarded. */
export function profileFieldsIn({ rules }: AccessRules): readonly ProfileField[] {
  const used = new Set<string>(
    rules.flatMap(({ conditions }) => conditions.map(({ field }) => field)),
  );
  return PROFILE_FIELDS.filter((field) => used.has(field));
}

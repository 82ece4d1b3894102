import { PROFILE_FIELDS } from '../../contracts/profile-fields.ts';
import type { SettingRule } from '../../contracts/setting-rules.ts';
import type { FieldLimit, LimitedField } from '../../provisioning/field-limit.ts';

const FIELDS: readonly LimitedField[] = [
  'emailAddress',
  'firstName',
  'lastName',
  // Of a manager, the server gets a user id of its own.
  ...PROFILE_FIELDS.filter((field) => field !== 'manager'),
];
const LIMIT = /^(\w+)=([1-9]\d{0,3})$/;

/** How many characters a server takes, by field: RFC 7643 has no limits, servers have. */
export const fieldLimits: SettingRule<readonly FieldLimit[]> = {
  rule: `must list how many characters the server takes, such as lastName=64,title=100, each field once: ${FIELDS.join(', ')}`,
  default: '',
  read: fieldLimitsOf,
};

function fieldLimitsOf(text: string): readonly FieldLimit[] | undefined {
  if (text.trim() === '') return [];
  const limits = text.split(',').map((part) => {
    const [, name, characters] = LIMIT.exec(part.trim()) ?? [];
    const field = FIELDS.find((known) => known === name);
    return field === undefined ? undefined : { field, maxCharacters: Number(characters) };
  });
  const isValid = new Set(limits.map((limit) => limit?.field)).size === limits.length;
  return isValid && limits.every((limit) => limit !== undefined) ? limits : undefined;
}

import type { AccountFields } from '../contracts/new-hire.ts';
import type { Reason } from '../contracts/reason.ts';
import { brokenRules } from './field-limit.ts';
import type { Target } from './ports.ts';

const UNSUPPORTED = 'unsupported-by-target';
export const OUTSIDE_LIMITS = 'outside-target-limits';
const REQUIRED = 'required-by-target';
export const TARGET_REASON_CODES = [UNSUPPORTED, OUTSIDE_LIMITS, REQUIRED] as const;

/**
 * Checks that the directory supports what a hire requests, that the hire is within the directory's limits,
 * and that it has every field that the directory requires. Returns undefined if so, else every broken rule
 * under code `unsupported-by-target`; without such a rule `outside-target-limits`; `required-by-target` if
 * fields are only missing.
 */
export function checkTarget(
  fields: AccountFields,
  { supports, requires, limits = [] }: Pick<Target, 'supports' | 'requires' | 'limits'>,
): Reason | undefined {
  const unsupported = [
    ...(supports.superUsers ? [] : superUserRules(fields)),
    ...(supports.apiAccess ? [] : apiAccessRules(fields)),
  ];
  const outside = limits.flatMap((limit) => brokenRules(fields, limit));
  const missing = requires
    .filter((field) => fields[field] === undefined)
    .map((field) => `${field}: is required by this directory; send it${ofOneName(fields)}`);
  const broken = [...unsupported, ...outside, ...missing];
  if (broken.length === 0) return undefined;
  const code = outside.length > 0 ? OUTSIDE_LIMITS : REQUIRED;
  return { code: unsupported.length > 0 ? UNSUPPORTED : code, message: broken.join('. ') };
}

function ofOneName({ firstName, lastName }: AccountFields): string {
  if (firstName === lastName) return '';
  return ". For a person with one name, repeat the name or send -, as the directory's owner decides; SINGLE_NAME decides it for all";
}

function superUserRules({ type }: AccountFields): string[] {
  if (type !== 'SUPER_USER') return [];
  return ['type: must be APP_USER, as this directory has no super users; send APP_USER'];
}

function apiAccessRules({ apiAccess, apiAccessPrincipalArn }: AccountFields): string[] {
  const rule = 'as this directory has no API access; leave it out';
  return [
    ...(apiAccess === 'ENABLED' ? [`apiAccess: must be DISABLED, ${rule}`] : []),
    ...(apiAccessPrincipalArn === undefined
      ? []
      : [`apiAccessPrincipalArn: must not be sent, ${rule}`]),
  ];
}

import type { AccountFields } from '../contracts/new-hire.ts';
import type { Reason } from '../contracts/reason.ts';
import type { Target } from './ports.ts';

const UNSUPPORTED = 'unsupported-by-target';
const REQUIRED = 'required-by-target';
export const TARGET_REASON_CODES = [UNSUPPORTED, REQUIRED] as const;

/**
 * Checks that the directory supports what a hire requests, and that the hire has every field that the
 * directory requires. Returns undefined if so, else every broken rule under code
 * `unsupported-by-target`, or `required-by-target` if fields are only missing.
 */
export function checkTarget(
  fields: AccountFields,
  { supports, requires }: Pick<Target, 'supports' | 'requires'>,
): Reason | undefined {
  const unsupported = [
    ...(supports.superUsers ? [] : superUserRules(fields)),
    ...(supports.apiAccess ? [] : apiAccessRules(fields)),
  ];
  const missing = requires
    .filter((field) => fields[field] === undefined)
    .map((field) => `${field}: is required by this directory; send it`);
  if (unsupported.length + missing.length === 0) return undefined;
  return {
    code: unsupported.length > 0 ? UNSUPPORTED : REQUIRED,
    message: [...unsupported, ...missing].join('. '),
  };
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

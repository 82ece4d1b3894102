import { ANY_DOMAIN, type SingleName } from './account-terms.ts';
import type { AccountFields } from './new-hire.ts';
import type { Reason } from './reason.ts';

/** What the operator allows, whatever HR requests. */
export interface Policy {
  readonly allowedUserTypes: readonly AccountFields['type'][];
  readonly allowedApiAccessPrincipalArns: readonly string[];
  /** Lower-case, or ANY_DOMAIN alone. */
  readonly allowedEmailDomains: readonly string[];
  /** Patterns of the types of events about new hires, with `*` for any text; empty for any type. */
  readonly acceptedEventTypes: readonly string[];
  /** What a person with one name gets for the other, where the directory requires both. */
  readonly singleName: SingleName;
}

/**
 * Checks an account against the operator's policy. Returns undefined if it is allowed, else code
 * `outside-policy` with every broken rule and the setting that the operator would change.
 */
export function checkPolicy(fields: AccountFields, policy: Policy): Reason | undefined {
  const broken = [
    ...userTypeRules(fields, policy),
    ...apiAccessRules(fields, policy),
    ...emailDomainRules(fields, policy),
  ];
  if (broken.length === 0) return undefined;
  return { code: 'outside-policy', message: broken.join('. ') };
}

function userTypeRules({ type }: AccountFields, { allowedUserTypes }: Policy): string[] {
  if (allowedUserTypes.includes(type)) return [];
  return [
    'type: must be allowed here; send an allowed type, or have the operator add it to ALLOWED_USER_TYPES',
  ];
}

function apiAccessRules(
  { apiAccess, apiAccessPrincipalArn }: AccountFields,
  { allowedApiAccessPrincipalArns }: Policy,
): string[] {
  if (apiAccess === 'DISABLED')
    return apiAccessPrincipalArn === undefined
      ? []
      : [
          'apiAccessPrincipalArn: is allowed only with apiAccess ENABLED; leave it out or send ENABLED',
        ];
  if (apiAccessPrincipalArn === undefined)
    return [
      'apiAccessPrincipalArn: is required with apiAccess ENABLED; send a role that ALLOWED_API_ACCESS_PRINCIPAL_ARNS lists, or DISABLED',
    ];
  return allowedApiAccessPrincipalArns.includes(apiAccessPrincipalArn)
    ? []
    : [
        'apiAccessPrincipalArn: must be allowed here; send an allowed role, or have the operator add it to ALLOWED_API_ACCESS_PRINCIPAL_ARNS',
      ];
}

function emailDomainRules(
  { emailAddress }: AccountFields,
  { allowedEmailDomains }: Policy,
): string[] {
  const domain = emailAddress.slice(emailAddress.lastIndexOf('@') + 1).toLowerCase();
  if ([ANY_DOMAIN, domain].some((allowed) => allowedEmailDomains.includes(allowed))) return [];
  return [
    'emailAddress: must be at an allowed domain; send the work address, or have the operator add its domain to ALLOWED_EMAIL_DOMAINS',
  ];
}

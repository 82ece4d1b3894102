import { ANY_DOMAIN, DOMAIN, isRoleArn, SINGLE_NAMES, USER_TYPES } from './account-terms.ts';
import type { Policy } from './policy.ts';
import { listOf, type SettingValues } from './setting-rules.ts';

const domains = listOf(
  (text) => text.toLowerCase().match(`^${DOMAIN}$`)?.[0],
  'must be * for any domain, or list domains such as example.com, international ones in their xn-- form, separated by commas',
);

/** The policy's settings: comma-separated lists, of which a blank one counts as not set, and words. */
export const policySettings = {
  ALLOWED_USER_TYPES: listOf(
    (text) => USER_TYPES.find((type) => type === text),
    'must list APP_USER, SUPER_USER or both, separated by a comma',
    ['APP_USER'],
  ),
  ALLOWED_API_ACCESS_PRINCIPAL_ARNS: listOf(
    (text) => (isRoleArn(text) ? text : undefined),
    'must list the ARNs of IAM roles, separated by commas',
    [],
  ),
  // Without a default: "any domain" is a decision that is written out.
  ALLOWED_EMAIL_DOMAINS: {
    ...domains,
    read: (text: string) => (text.trim() === ANY_DOMAIN ? [ANY_DOMAIN] : domains.read(text)),
  },
  ACCEPTED_EVENT_TYPES: listOf(
    (text) => text || undefined,
    'must list types of events such as com.example.hired or com.example.*, separated by commas',
    [],
  ),
  SINGLE_NAME: {
    rule: 'must be reject, repeat or dash: what becomes of a hire with one name where the directory requires two',
    default: 'reject',
    read: (text: string) => SINGLE_NAMES.find((decision) => decision === text),
  },
};

/** The policy that these settings define. */
export function policyOf(settings: SettingValues<typeof policySettings>): Policy {
  return {
    allowedUserTypes: settings.ALLOWED_USER_TYPES,
    allowedApiAccessPrincipalArns: settings.ALLOWED_API_ACCESS_PRINCIPAL_ARNS,
    allowedEmailDomains: settings.ALLOWED_EMAIL_DOMAINS,
    acceptedEventTypes: settings.ACCEPTED_EVENT_TYPES,
    singleName: settings.SINGLE_NAME,
  };
}

import * as z from 'zod/mini';
import { roleArn, userType } from './new-hire.ts';
import type { Policy } from './policy.ts';

const userTypesRule = 'must list APP_USER, SUPER_USER or both, separated by a comma';
const roleArnsRule = 'must list the ARNs of IAM roles, separated by commas';
const domainsRule =
  'must list domains such as example.com, ending in a dot and 2 to 4 letters, separated by commas';

const domain = z.string().check(z.toLowerCase(), z.regex(/^[a-z0-9.-]+\.[a-z]{2,4}$/, domainsRule));

/**
 * The policy's settings: comma-separated lists, where a blank one counts as not set. A shape to
 * spread into the schema of all settings; `policyOf` makes the policy of what it read.
 */
export const policySettings = {
  ALLOWED_USER_TYPES: commaSeparated('APP_USER', z.enum(userType.def.entries, userTypesRule)),
  ALLOWED_API_ACCESS_PRINCIPAL_ARNS: commaSeparated(
    '',
    z.string().check(z.refine((arn) => roleArn.safeParse(arn).success, roleArnsRule)),
  ),
  ALLOWED_EMAIL_DOMAINS: commaSeparated('', domain),
};

type PolicySettings = {
  readonly [Name in keyof typeof policySettings]: z.output<(typeof policySettings)[Name]>;
};

/** The policy that these settings make. */
export function policyOf(settings: PolicySettings): Policy {
  return {
    allowedUserTypes: settings.ALLOWED_USER_TYPES,
    allowedApiAccessPrincipalArns: settings.ALLOWED_API_ACCESS_PRINCIPAL_ARNS,
    allowedEmailDomains: settings.ALLOWED_EMAIL_DOMAINS,
  };
}

// An empty entry between commas fails its entry's rule: `,` must never come to mean "any domain".
function commaSeparated<Entry extends z.ZodMiniType<unknown, string>>(
  whenNotSet: string,
  entry: Entry,
) {
  return z.pipe(
    z._default(z.string(), ''),
    z.pipe(
      z.transform((text: string) => {
        const list = text.trim() || whenNotSet;
        return list === '' ? [] : list.split(',').map((part) => part.trim());
      }),
      z.array(entry),
    ),
  );
}

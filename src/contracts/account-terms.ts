/**
 * The terms for an account that the message and the operator's settings share; types and roles are FinSpace's
 * (its API model). In a file apart from the schema, so that reading the settings at start does not load it.
 */
export const USER_TYPES = ['APP_USER', 'SUPER_USER'] as const;

/** In the operator's settings: a hire with one name is rejected, or gets the same or a dash for the other. */
export const SINGLE_NAMES = ['reject', 'repeat', 'dash'] as const;

export type SingleName = (typeof SINGLE_NAMES)[number];

/** In the operator's settings, in place of domains: an address at any domain is allowed. */
export const ANY_DOMAIN = '*';

// For patterns without the flags `i` and `u`: with both, U+212A KELVIN SIGN would pass for a `k`. No part can match
// a text in two ways, so that the time to match grows with its length only.
const LABEL = '[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*';

/** The pattern of a domain of the internet in ASCII (RFC 1123), in any letter case. */
export const DOMAIN = `(?:${LABEL}\\.)+(?:[A-Za-z]{2,}|[Xx][Nn]--${LABEL})`;

/** FinSpace's shape RoleArn, anchored. */
export const roleArn = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
  minLength: 20,
  maxLength: 2048,
};

export function isRoleArn(text: string): boolean {
  const { pattern, minLength, maxLength } = roleArn;
  return text.length >= minLength && text.length <= maxLength && pattern.test(text);
}

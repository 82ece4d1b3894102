/**
 * FinSpace's terms for an account (its API model), for the message and for the operator's settings.
 * In a file apart from the schema, so that reading the settings at start does not load it.
 */
export const USER_TYPES = ['APP_USER', 'SUPER_USER'] as const;

/** In the operator's settings, in place of domains: an address at any domain is allowed. */
export const ANY_DOMAIN = '*';

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

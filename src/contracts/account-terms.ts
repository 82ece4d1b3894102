/**
 * FinSpace's words for an account (its API model), for the message and for the operator's settings.
 * Apart from the schema, so that settings are read at start without loading it.
 */
export const USER_TYPES = ['APP_USER', 'SUPER_USER'] as const;

/** Shape RoleArn, anchored. */
export const roleArn = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
  minLength: 20,
  maxLength: 2048,
};

export function isRoleArn(text: string): boolean {
  const { pattern, minLength, maxLength } = roleArn;
  return text.length >= minLength && text.length <= maxLength && pattern.test(text);
}

import { TARGET_REASON_CODES } from '../../../src/provisioning/check-target.ts';

const BLIND: readonly string[] = [
  'refused-by-target',
  'account-gone',
  'outside-policy',
  'event-type-not-accepted',
  'attribute-value-not-allowed',
  'invalid-message',
  ...TARGET_REASON_CODES,
];

/** A rejection that says that there is no account. The others ask an operator to look. */
export function isBlind(code: string): boolean {
  return BLIND.includes(code);
}

import { PROFILE_FIELDS, type ProfileField } from '../contracts/profile-fields.ts';
import type { ProfileTerms } from '../contracts/profile-settings.ts';
import type { Reason } from '../contracts/reason.ts';
import { OUTSIDE_LIMITS } from './check-target.ts';
import { brokenRules, type FieldLimit } from './field-limit.ts';
import type { ProfileRules } from './profile-rules.ts';

/** Checks profiles against the limits of the directory, as far as they are forwarded, and the operator's bounds. */
export function createProfileCheck(
  { forwarded, allowedValues }: ProfileTerms,
  limits: readonly FieldLimit[],
): Pick<ProfileRules, 'check' | 'allows'> {
  const bounded = PROFILE_FIELDS.filter((field) => allowedValues[field] !== undefined);
  // Of a manager, the account has a user id.
  const isOfText = (field: string) => field !== 'manager';
  const ownLimits = limits.filter(
    ({ field }) => isOfText(field) && forwarded.some((one) => one === field),
  );

  function isAllowed(field: ProfileField, value: string | undefined): boolean {
    return !value || allowedValues[field]?.includes(value) === true;
  }

  return {
    check: (profile) =>
      reasonOf(
        OUTSIDE_LIMITS,
        ownLimits.flatMap((limit) => brokenRules(profile, limit)),
      ) ??
      reasonOf(
        'attribute-value-not-allowed',
        bounded.filter((field) => !isAllowed(field, profile[field])).map(valueRuleOf),
      ),
    // A profile that was not read may have any value.
    allows: ({ profile }) =>
      bounded
        .filter(isOfText)
        .every((field) => profile !== undefined && isAllowed(field, profile[field])),
  };
}

/** Without the value, which may be personal. */
function valueRuleOf(field: ProfileField): string {
  return `${field}: must be a value that is allowed here; send one, or have the operator add it to ALLOWED_ATTRIBUTE_VALUES`;
}

function reasonOf(code: string, broken: readonly string[]): Reason | undefined {
  return broken.length === 0 ? undefined : { code, message: broken.join('. ') };
}

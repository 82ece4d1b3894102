import type { ProfileTerms } from '../../contracts/profile-settings.ts';
import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type { FieldLimit } from '../../provisioning/field-limit.ts';
import { createProfileRules } from '../../provisioning/profile.ts';
import type { ProfileRules } from '../../provisioning/profile-rules.ts';
import { asList, asObject, asText, isUnset, type ScimObject } from './json.ts';

/** The rules of profiles, for a server that brings phone numbers into another form (RFC 7643, 4.1.2). */
export function createScimProfileRules(
  terms: ProfileTerms,
  limits?: readonly FieldLimit[],
): ProfileRules | undefined {
  const rules = createProfileRules(terms, limits);
  if (!rules) return undefined;
  const allowed = terms.allowedValues.phoneNumber ?? [];
  const inAllowedForm = (shown: string) =>
    allowed.find((number) => withoutForm(number) === withoutForm(shown)) ?? shown;
  return {
    ...rules,
    allows: (account) => rules.allows(withPhoneNumber(account, inAllowedForm)),
    // What a server makes of a number can also be another country code, or none: the number may be the same.
    compare: (account, hire, deps) =>
      rules.compare(
        withPhoneNumber(account, () => undefined),
        hire,
        deps,
      ),
  };
}

/** The user's phone number; all of them, if they are more than one. */
export function phoneNumberOf(user: ScimObject): unknown {
  const numbers = asList(user['phonenumbers'])
    .map((number) => (asObject(number) ? asObject(number)?.['value'] : number))
    .filter((number) => !isUnset(number));
  const forms = new Set(numbers.map((one) => withoutForm(asText(one) ?? JSON.stringify(one))));
  return forms.size > 1 ? numbers : numbers[0];
}

/** Without the separators and the scheme of RFC 3966. */
function withoutForm(number: string): string {
  return number
    .toLowerCase()
    .replace(/^tel:/, '')
    .replace(/[\s().-]/g, '');
}

function withPhoneNumber(
  account: DirectoryUser,
  change: (shown: string) => string | undefined,
): DirectoryUser {
  const { phoneNumber, ...others } = account.profile ?? {};
  if (phoneNumber === undefined) return account;
  const changed = change(phoneNumber);
  const profile = changed === undefined ? others : { ...others, phoneNumber: changed };
  return { ...account, profile };
}

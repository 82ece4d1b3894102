import type { Profile } from '../../contracts/profile-fields.ts';
import { asList, asObject, asText, isUnset, type ScimObject } from './json.ts';
import { phoneNumberOf } from './phone-numbers.ts';

export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The attributes of the User resource (RFC 7643, 4.1) and of its enterprise extension (4.3) for a profile. */
export function profileAttributes(profile: Profile): Readonly<Record<string, unknown>> {
  const { department, division, organization, costCenter, manager, phoneNumber, ...core } = profile;
  const enterprise = {
    ...(department !== undefined && { department }),
    ...(division !== undefined && { division }),
    ...(organization !== undefined && { organization }),
    ...(costCenter !== undefined && { costCenter }),
    ...(manager !== undefined && { manager: { value: manager } }),
  };
  return {
    ...core,
    ...(phoneNumber !== undefined && { phoneNumbers: [{ value: phoneNumber, type: 'work' }] }),
    ...(Object.keys(enterprise).length > 0 && { [ENTERPRISE_SCHEMA]: enterprise }),
  };
}

/** What `profileOf` reads of a user. */
export const PROFILE_ATTRIBUTES = [
  'title',
  'usertype',
  'phonenumbers',
  'preferredlanguage',
  'locale',
  'timezone',
  ENTERPRISE_SCHEMA.toLowerCase(),
];

/**
 * The fields that the server shows. Left out are those that it does not, as it need not keep them. One that is no text
 * may grant rights, too: it is shown as JSON, to which no value that is allowed is equal.
 */
export function profileOf(user: ScimObject): Profile {
  const extension = user[ENTERPRISE_SCHEMA.toLowerCase()];
  const enterprise = asObject(extension);
  // One that is no object may hold any of its fields.
  const inExtension = (name: string) =>
    enterprise || isUnset(extension) ? enterprise?.[name] : [extension];
  const [manager] = asList(inExtension('manager'));
  const shown = {
    title: user['title'],
    userType: user['usertype'],
    phoneNumber: phoneNumberOf(user),
    preferredLanguage: user['preferredlanguage'],
    locale: user['locale'],
    timezone: user['timezone'],
    department: inExtension('department'),
    division: inExtension('division'),
    organization: inExtension('organization'),
    costCenter: inExtension('costcenter'),
    manager: asText(asObject(manager)?.['value'] ?? manager),
  };
  return Object.fromEntries(
    Object.entries(shown).flatMap(([field, value]) =>
      isUnset(value) ? [] : [[field, asText(value) ?? JSON.stringify(value)]],
    ),
  );
}

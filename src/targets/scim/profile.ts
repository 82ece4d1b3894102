import type { Profile } from '../../contracts/profile-fields.ts';
import { asList, asObject, asText, type ScimObject } from './json.ts';

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
  'preferredlanguage',
  'locale',
  'timezone',
  ENTERPRISE_SCHEMA.toLowerCase(),
];

/**
 * The fields that the server shows. Left out are those that it does not, as it need not keep them, and the phone
 * number, as servers are to bring it into another form (RFC 7643, 4.1.2).
 */
export function profileOf(user: ScimObject): Profile {
  const enterprise = asObject(user[ENTERPRISE_SCHEMA.toLowerCase()]) ?? {};
  const [manager] = asList(enterprise['manager']);
  const shown = {
    title: user['title'],
    userType: user['usertype'],
    preferredLanguage: user['preferredlanguage'],
    locale: user['locale'],
    timezone: user['timezone'],
    department: enterprise['department'],
    division: enterprise['division'],
    organization: enterprise['organization'],
    costCenter: enterprise['costcenter'],
    manager: asObject(manager)?.['value'] ?? manager,
  };
  return Object.fromEntries(
    Object.entries(shown).flatMap(([field, value]) => {
      const text = asText(value);
      return text === undefined ? [] : [[field, text]];
    }),
  );
}

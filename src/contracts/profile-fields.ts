/** The fields of a hire that describe the person, named as in SCIM (RFC 7643, 4.1 and 4.3). */
export const PROFILE_FIELDS = [
  'title',
  'userType',
  'department',
  'division',
  'organization',
  'costCenter',
  'manager',
  'phoneNumber',
  'preferredLanguage',
  'locale',
  'timezone',
] as const;

export type ProfileField = (typeof PROFILE_FIELDS)[number];

/** `manager` is an employee id in a hire, and a user id in an account. */
export type Profile = Readonly<Partial<Record<ProfileField, string>>>;

/** The values that the operator allows, by field; any value of a field that is not here. */
export type AllowedValues = Readonly<Partial<Record<ProfileField, readonly string[]>>>;

import type { RefusalDetails } from '../../provisioning/refusal-details.ts';
import { type FieldNames, namedFields } from '../named-fields.ts';
import type { ScimResponse } from './client.ts';
import { asText } from './json.ts';

/** RFC 7644, 3.12. Any other text may be the server's own words. */
const SCIM_TYPES = [
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
];

/** Attributes by which a hire's fields are sent, and Entra's own names for them. */
const FIELD_NAMES: FieldNames = {
  userName: 'emailAddress',
  emails: 'emailAddress',
  email: 'emailAddress',
  mailNickname: 'emailAddress',
  userPrincipalName: 'emailAddress',
  givenName: 'firstName',
  familyName: 'lastName',
  externalId: 'employeeId',
  title: 'title',
  userType: 'userType',
  phoneNumbers: 'phoneNumber',
  preferredLanguage: 'preferredLanguage',
  locale: 'locale',
  timezone: 'timezone',
  department: 'department',
  division: 'division',
  organization: 'organization',
  costCenter: 'costCenter',
  manager: 'manager',
};

/** The parts of an error response that are safe to pass on. */
export function refusalDetailsOf({ status, body = {} }: ScimResponse): RefusalDetails {
  const detail = asText(body['detail']) ?? asText(body['message']) ?? '';
  return { status, code: scimTypeOf(body), fields: namedFields(detail, FIELD_NAMES) };
}

/** In the RFC's spelling. */
export function scimTypeOf(body: ScimResponse['body']): string | undefined {
  const scimType = asText(body?.['scimtype'])?.toLowerCase();
  return SCIM_TYPES.find((known) => known.toLowerCase() === scimType);
}

import { type DirectoryUser, isSameAddress } from '../../provisioning/directory-user.ts';
import type { Creation, PersonIds } from '../../provisioning/ports.ts';
import { asObject, asObjects, asText, type ScimObject } from './json.ts';

const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTRA_SCHEMA = 'urn:ietf:params:scim:schemas:extension:Microsoft:Entra:2.0:User';
/** A time without a zone is ambiguous. */
const ZONED_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** Our own id of the person, which the directory stores as `externalId`. */
export function externalIdOf({ employeeId, personKey }: PersonIds): string {
  return employeeId ?? personKey;
}

/** Attributes that some servers require. */
export interface ServerRequirements {
  readonly password?: string;
  /** Entra: whether to send the local part of the address as `mailNickname`. */
  readonly mailNickname?: boolean;
}

/** The User resource (RFC 7643, 4.1) of a hire. */
export function toScimUser(
  creation: Creation,
  { password, mailNickname }: ServerRequirements = {},
): object {
  const { emailAddress, firstName, lastName } = creation.fields;
  const name = {
    ...(firstName && { givenName: firstName }),
    ...(lastName && { familyName: lastName }),
  };
  const names = Object.values(name);
  return {
    schemas: [USER_SCHEMA, ...(mailNickname ? [ENTRA_SCHEMA] : [])],
    userName: emailAddress,
    externalId: externalIdOf(creation),
    ...(names.length > 0 && { name }),
    displayName: names.join(' ') || emailAddress,
    emails: [{ value: emailAddress, type: 'work', primary: true }],
    active: true,
    ...(password !== undefined && { password }),
    ...(mailNickname && { [ENTRA_SCHEMA]: { mailNickname: emailAddress.split('@')[0] } }),
  };
}

/** The core's view of a user; undefined if the user has no id or no address. */
export function toDirectoryUser(user: ScimObject): DirectoryUser | undefined {
  const userId = asText(user['id']);
  const emailAddress = addressOf(user);
  if (userId === undefined || emailAddress === undefined) return undefined;
  const name = asObject(user['name']);
  const firstName = asText(name?.['givenname']);
  const lastName = asText(name?.['familyname']);
  const employeeId = asText(user['externalid']);
  const createTimeMs = createTimeMsOf(user);
  return {
    userId,
    emailAddress,
    type: 'APP_USER',
    apiAccess: 'DISABLED',
    status: isActive(user) ? 'ENABLED' : 'DISABLED',
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    ...(employeeId !== undefined && { employeeId }),
    ...(createTimeMs !== undefined && { createTimeMs }),
  };
}

export function hasExternalId(user: ScimObject, externalId: string): boolean {
  return asText(user['externalid']) === externalId;
}

/** Compares the user name, or the e-mail address where user names are not addresses. */
export function hasAddress(user: ScimObject, emailAddress: string): boolean {
  return isSameAddress(addressOf(user) ?? '', emailAddress);
}

function addressOf(user: ScimObject): string | undefined {
  const userName = asText(user['username']);
  if (userName?.includes('@')) return userName;
  const emails = asObjects(user['emails']);
  const email = emails.find(({ primary }) => primary === true) ?? emails[0];
  return asText(email?.['value']) ?? userName;
}

function createTimeMsOf(user: ScimObject): number | undefined {
  const created = asText(asObject(user['meta'])?.['created']) ?? '';
  return ZONED_TIME.test(created) ? Date.parse(created) : undefined;
}

/**
 * Entra writes booleans as text. A missing value is the server's choice (RFC 7643, 4.1.1); we
 * assume active.
 */
function isActive({ active }: ScimObject): boolean {
  return String(active).toLowerCase() !== 'false';
}

import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type { Creation } from '../../provisioning/ports.ts';
import { isUserId } from '../user-id.ts';
import { addressOf } from './addresses.ts';
import type { ExternalIds } from './external-ids.ts';
import { asObject, asText, type ScimObject } from './json.ts';
import { ENTERPRISE_SCHEMA, PROFILE_ATTRIBUTES, profileAttributes, profileOf } from './profile.ts';

const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTRA_SCHEMA = 'urn:ietf:params:scim:schemas:extension:Microsoft:Entra:2.0:User';
/** A time without a zone is ambiguous. */
const ZONED_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** Attributes that some servers require. */
export interface ServerRequirements {
  readonly password?: string;
  /** Entra: whether to send the local part of the address as `mailNickname`. */
  readonly mailNickname?: boolean;
}

/** The User resource (RFC 7643, 4.1) of a hire. */
export function toScimUser(
  {
    fields: { emailAddress, firstName, lastName },
    profile = {},
  }: Pick<Creation, 'fields' | 'profile'>,
  externalId: string,
  { password, mailNickname }: ServerRequirements = {},
): object {
  const name = {
    ...(firstName && { givenName: firstName }),
    ...(lastName && { familyName: lastName }),
  };
  const names = Object.values(name);
  const attributes = profileAttributes(profile);
  return {
    schemas: [
      USER_SCHEMA,
      ...(ENTERPRISE_SCHEMA in attributes ? [ENTERPRISE_SCHEMA] : []),
      ...(mailNickname ? [ENTRA_SCHEMA] : []),
    ],
    userName: emailAddress,
    externalId,
    ...(names.length > 0 && { name }),
    displayName: names.join(' ') || emailAddress,
    emails: [{ value: emailAddress, type: 'work', primary: true }],
    active: true,
    ...attributes,
    ...(password !== undefined && { password }),
    ...(mailNickname && { [ENTRA_SCHEMA]: { mailNickname: emailAddress.split('@')[0] } }),
  };
}

/** All that is read of a user. */
const READ = [
  'id',
  'username',
  'externalid',
  'name',
  'emails',
  'active',
  'meta',
  ...PROFILE_ATTRIBUTES,
];
/** Users have some hundred. */
const MAX_CHARACTERS = 10_000;

/** The user without what is not read: of many users that are kept, photos and groups would fill the memory. */
export function essentialsOf(user: ScimObject): ScimObject {
  return Object.fromEntries(READ.map((name) => [name, user[name]]));
}

/** Whether the user has a usable id and an address, without which nothing can be decided, and no more than a user has. */
export function isComplete(user: ScimObject): boolean {
  return (
    isUserId(asText(user['id'])) &&
    JSON.stringify(essentialsOf(user)).length <= MAX_CHARACTERS &&
    addressOf(user) !== undefined
  );
}

/** The core's view of a user; undefined if the user is not complete. */
export function toDirectoryUser(
  user: ScimObject,
  externalIds: ExternalIds,
): DirectoryUser | undefined {
  const userId = asText(user['id']);
  const emailAddress = addressOf(user);
  if (!isUserId(userId) || emailAddress === undefined) return undefined;
  const name = asObject(user['name']);
  const firstName = asText(name?.['givenname']);
  const lastName = asText(name?.['familyname']);
  const employeeId = externalIds.ownerIn(user);
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
    ...userNameIn(user),
    // Also if it is empty: a profile that is not there counts as one that was not read.
    profile: profileOf(user),
  };
}

/** As the server has it, which may have changed the one that it was sent. */
export function userNameIn(user: ScimObject): Pick<DirectoryUser, 'userName'> {
  const userName = asText(user['username']);
  return userName === undefined ? {} : { userName };
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

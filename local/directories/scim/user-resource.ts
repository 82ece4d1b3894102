import SCIMMY from 'scimmy';
import type { Groups } from '../groups.ts';
import type { ScimUser, ScimUserSeed, ScimUsers } from './users.ts';

const { Resources, Schemas, Types } = SCIMMY;

/** A value without quotes or escapes. */
const INDEXED = /^(?:userName|externalId|emails\.value) eq "([^"\\]*)"$/;

/** What a server stores. SCIMMY has one set of handlers per process, so each request carries it as context. */
export interface ScimStore {
  readonly users: ScimUsers;
  readonly groups: Groups;
}

type Resource = Pick<SCIMMY.Types.Resource<SCIMMY.Schemas.User>, 'id' | 'filter'>;

Resources.User.extend(Schemas.EnterpriseUser);

/** Connects SCIMMY to the users. */
Resources.declare(Resources.User, {
  ingress: ({ id }: Resource, given: object, { users, groups }: ScimStore) =>
    withGroups(write(id, writable(given), users), groups),
  egress: ({ id, filter }: Resource, { users, groups }: ScimStore) =>
    id === undefined
      ? list(filter, users).map((user) => withGroups(user, groups))
      : withGroups(userOf(id, users), groups),
  degress: ({ id = '' }: Resource, { users, groups }: ScimStore) => {
    users.remove(userOf(id, users).id);
    groups.forget(id);
  },
});

/** `groups` is read-only: it follows from the members of groups (RFC 7643, 4.1.2). */
function withGroups(user: ScimUser, groups: Groups): object {
  const values = groups.groupsOf(user.id).map((value) => ({ value, type: 'direct' }));
  return values.length > 0 ? { ...user, groups: values } : user;
}

function write(id: string | undefined, given: ScimUserSeed, users: ScimUsers): ScimUser {
  if (id !== undefined) return users.update(userOf(id, users).id, given) ?? userOf(id, users);
  const created = users.create(given);
  if (!created) throw new Types.Error(409, 'uniqueness', `userName ${given.userName} is taken`);
  return created;
}

function userOf(id: string, users: ScimUsers): ScimUser {
  const user = users.get(id);
  if (!user) throw new Types.Error(404, '', `Resource ${id} not found`);
  return user;
}

/**
 * SCIMMY's filters are case sensitive, but user names and addresses are not (RFC 7643, 4.1). They also fail
 * on a user without e-mails.
 */
function list(filter: SCIMMY.Types.Filter | undefined, users: ScimUsers): ScimUser[] {
  if (!filter) return users.all();
  return candidates(filter, users).filter((user) => {
    const given = { ...user, emails: user.emails ?? [] };
    const lowerCased = {
      ...given,
      userName: user.userName.toLowerCase(),
      emails: given.emails.map((email) => ({ ...email, value: email.value?.toLowerCase() })),
    };
    return filter.match([given, lowerCased]).length > 0;
  });
}

/** The users that may match, for the filters that a server would have an index for: SCIMMY compares slowly. */
function candidates({ expression }: SCIMMY.Types.Filter, users: ScimUsers): ScimUser[] {
  const [, sought] = INDEXED.exec(expression) ?? [];
  return sought === undefined ? users.all() : users.withText(sought);
}

/** The attributes that a client can set. */
function writable(given: object): ScimUserSeed {
  const { id, meta, schemas, groups, ...user } = JSON.parse(JSON.stringify(given));
  return user;
}

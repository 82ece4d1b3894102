import SCIMMY from 'scimmy';
import type { ScimUser, ScimUserSeed, ScimUsers } from './users.ts';

const { Resources, Schemas, Types } = SCIMMY;

/** A value without quotes or escapes. */
const INDEXED = /^(?:userName|externalId|emails\.value) eq "([^"\\]*)"$/;

type Resource = Pick<SCIMMY.Types.Resource<SCIMMY.Schemas.User>, 'id' | 'filter'>;

Resources.User.extend(Schemas.EnterpriseUser);

/**
 * Connects SCIMMY to the users. SCIMMY has one set of handlers per process, so each request carries the
 * users of its server as context.
 */
Resources.declare(Resources.User, {
  ingress: ({ id }: Resource, given: object, users: ScimUsers) => write(id, writable(given), users),
  egress: ({ id, filter }: Resource, users: ScimUsers) =>
    id === undefined ? list(filter, users) : userOf(id, users),
  degress: ({ id = '' }: Resource, users: ScimUsers) => {
    users.remove(userOf(id, users).id);
  },
});

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
  const { id, meta, schemas, ...user } = JSON.parse(JSON.stringify(given));
  return user;
}

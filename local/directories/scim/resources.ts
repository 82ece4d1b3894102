import SCIMMY from 'scimmy';
import type { ScimUser, ScimUserSeed, ScimUsers } from './users.ts';

const { Resources, Types } = SCIMMY;

type Resource = Pick<SCIMMY.Types.Resource<SCIMMY.Schemas.User>, 'id' | 'filter'>;

/**
 * Tells SCIMMY where users are kept. It knows one set of handlers for a process: which server's users
 * are meant comes with each request, as its context.
 */
Resources.declare(Resources.User, {
  ingress: ({ id }: Resource, given: object, users: ScimUsers) => write(id, plain(given), users),
  egress: ({ id, filter }: Resource, users: ScimUsers) =>
    id === undefined ? list(filter, users) : present(id, users),
  degress: ({ id = '' }: Resource, users: ScimUsers) => {
    users.remove(present(id, users).id);
  },
});

function write(id: string | undefined, given: ScimUserSeed, users: ScimUsers): ScimUser {
  if (id !== undefined) return users.update(present(id, users).id, given) ?? present(id, users);
  const created = users.create(given);
  if (!created) throw new Types.Error(409, 'uniqueness', `userName ${given.userName} is taken`);
  return created;
}

function present(id: string, users: ScimUsers): ScimUser {
  const user = users.get(id);
  if (!user) throw new Types.Error(404, '', `Resource ${id} not found`);
  return user;
}

/** SCIMMY compares letter by letter; a user name is compared in any letter case (RFC 7643, 4.1.1). */
function list(filter: SCIMMY.Types.Filter | undefined, users: ScimUsers): ScimUser[] {
  if (!filter) return users.all();
  return users.all().filter((user) => {
    const lowerCased = { ...user, userName: user.userName.toLowerCase() };
    return filter.match([user, lowerCased]).length > 0;
  });
}

/** What a client may set. */
function plain(given: object): ScimUserSeed {
  const { id, meta, schemas, ...user } = JSON.parse(JSON.stringify(given));
  return user;
}

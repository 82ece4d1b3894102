import SCIMMY from 'scimmy';
import type { Groups } from '../groups.ts';
import type { ScimStore } from './user-resource.ts';

const { Resources, Types } = SCIMMY;

type Resource = Pick<SCIMMY.Types.Resource<SCIMMY.Schemas.Group>, 'id' | 'filter'>;

interface GivenGroup {
  readonly members?: readonly { readonly value: string }[];
}

/**
 * Connects SCIMMY to the groups. Members can be added; nothing else of a group can be changed, and none is created or
 * deleted: Joiner does neither. SCIMMY waits for nothing between its reading and its writing of a group, so a PATCH is
 * atomic.
 */
Resources.declare(Resources.Group, {
  ingress: ({ id }: Resource, given: GivenGroup, store: ScimStore) => write(id, given, store),
  egress: ({ id, filter }: Resource, { groups }: ScimStore) =>
    id === undefined ? list(filter, groups) : groupOf(id, groups),
});

function write(id: string | undefined, { members = [] }: GivenGroup, { users, groups }: ScimStore) {
  if (id === undefined) throw new Types.Error(501, '', 'Groups are not created here');
  groupOf(id, groups);
  const userIds = new Set(members.map(({ value }) => value));
  if (groups.membersOf(id).some((userId) => !userIds.has(userId)))
    throw new Types.Error(501, '', 'Members are not removed here');
  const unknown = [...userIds].find((userId) => !users.get(userId));
  if (unknown !== undefined)
    throw new Types.Error(400, 'invalidValue', `Member ${unknown} not found`);
  for (const userId of userIds) groups.addMember(id, userId);
  return groupOf(id, groups);
}

function groupOf(id: string, groups: Groups) {
  if (!groups.has(id)) throw new Types.Error(404, '', `Resource ${id} not found`);
  const members = groups.membersOf(id).map((value) => ({ value, type: 'User' }));
  return { id, displayName: id, members };
}

function list(filter: SCIMMY.Types.Filter | undefined, groups: Groups) {
  const all = groups.all().map((id) => groupOf(id, groups));
  return filter ? withDefaultAttribute(filter).match(all) : all;
}

/** The value of a list's entries is meant where a filter names only the list (RFC 7644, 3.4.2.2); SCIMMY fails on it. */
function withDefaultAttribute({ expression }: SCIMMY.Types.Filter): SCIMMY.Types.Filter {
  return new Types.Filter(expression.replace(/(^|\s)members eq /gi, '$1members.value eq '));
}

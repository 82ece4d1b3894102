import type { FailedCall, ScimClient } from './client.ts';
import { createMemberFilter, isSilent } from './filter-by-member.ts';
import { groupIdsOf, isGroup, type Membership, memberIdsOf } from './members.ts';
import { type ReadGroupResult, readGroup } from './read-group.ts';
import { readUser } from './read-user.ts';

/** A list this long may be cut: FusionAuth and WSO2 have shown the first hundred members of a group. */
const MIN_CUT_LIST = 50;

export type MembershipLookUp =
  | { readonly kind: 'member' }
  | { readonly kind: 'no-such-user' }
  | { readonly kind: 'no-such-group' }
  /** `hidden`: the server shows no memberships of this group or user. `not-shown`: it does, but not this one. */
  | { readonly kind: 'hidden' | 'not-shown' }
  | FailedCall;

/**
 * Whether an account is in a group, from everything that servers show it by: a filter, then the group's `members` and
 * the user's `groups`.
 */
export function createMembershipLookUp(client: ScimClient) {
  const filterByMember = createMemberFilter(client);

  return async (membership: Membership, signal: AbortSignal): Promise<MembershipLookUp> => {
    const filtered = await filterByMember(membership, signal);
    if (filtered.kind === 'member' || filtered.kind === 'failed') return filtered;
    const [group, user] = await Promise.all([
      readGroup(client, membership.group, signal),
      readUser(client, membership.userId, signal),
    ]);
    if (user.kind === 'failed') return user;
    if (user.kind === 'gone') return { kind: 'no-such-user' };
    if (isAbsent(group)) return { kind: 'no-such-group' };
    if (group.kind === 'failed' && !isSilent(group)) return group;
    const members = group.kind === 'present' ? memberIdsOf(group.group) : [];
    const groups = groupIdsOf(user.user);
    if (members.includes(membership.userId) || groups.some((id) => isGroup(id, membership.group)))
      return { kind: 'member' };
    const isShown = filtered.kind === 'not-shown' || isWhole(members) || isWhole(groups);
    return { kind: isShown ? 'not-shown' : 'hidden' };
  };
}

/**
 * Where the user is read, the base URL is right: then any 404 means that there is no such group, and so does the
 * refusal of an id that no group can have.
 */
function isAbsent(group: ReadGroupResult): boolean {
  const status = group.kind === 'failed' ? group.status : undefined;
  return group.kind === 'gone' || [400, 404, 422].includes(status ?? 0);
}

/** An empty list says nothing: SCIM writes it also for values that are not shown (RFC 7643, 2.5). */
export function isWhole(ids: readonly string[]): boolean {
  return ids.length > 0 && ids.length < MIN_CUT_LIST;
}

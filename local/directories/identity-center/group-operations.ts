import { randomUUID } from 'node:crypto';
import type { Groups } from '../groups.ts';
import type { Input } from './input.ts';
import { pageOf } from './page.ts';
import { alreadyMember, notFound } from './service-errors.ts';
import type { Users } from './users.ts';

interface GroupOperationParts {
  readonly identityStoreId: string;
  readonly users: Users;
  readonly groups: Groups;
  /** Maximum page size, even if `MaxResults` is larger. */
  readonly pageSize: number;
}

/**
 * The operations on groups and their members, for valid input. They return their output.
 *
 * Assumption where AWS documents nothing: a group that does not exist is an error for IsMemberInGroups, not a group
 * without the member.
 * @throws ServiceError when the service refuses the call
 */
export function createGroupOperations(parts: GroupOperationParts) {
  const { identityStoreId: IdentityStoreId, users, groups, pageSize } = parts;
  const checkGroup = (group: string): void => {
    if (!groups.has(group)) throw notFound('GROUP');
  };

  return {
    /** Nothing reads a membership by its id, so the id is not stored. */
    CreateGroupMembership({ GroupId, MemberId }: Input<'CreateGroupMembership'>) {
      const { userId } = users.get(MemberId.UserId);
      checkGroup(GroupId);
      if (groups.hasMember(GroupId, userId)) throw alreadyMember();
      groups.addMember(GroupId, userId);
      return { IdentityStoreId, MembershipId: randomUUID() };
    },

    IsMemberInGroups({ GroupIds, MemberId }: Input<'IsMemberInGroups'>) {
      const { userId } = users.get(MemberId.UserId);
      for (const group of GroupIds) checkGroup(group);
      const Results = GroupIds.map((GroupId) => ({
        GroupId,
        MemberId,
        MembershipExists: groups.hasMember(GroupId, userId),
      }));
      return { Results };
    },

    /** Memberships have ids of their own, which are new each time here. */
    ListGroupMemberships({ GroupId, ...paging }: Input<'ListGroupMemberships'>) {
      checkGroup(GroupId);
      const { ids, ...next } = pageOf(groups.membersOf(GroupId), paging, pageSize);
      const GroupMemberships = ids.map((UserId) => ({
        IdentityStoreId,
        MembershipId: randomUUID(),
        GroupId,
        MemberId: { UserId },
      }));
      return { GroupMemberships, ...next };
    },

    /** Without a display name, which the service requires of no group. */
    DescribeGroup({ GroupId }: Input<'DescribeGroup'>) {
      checkGroup(GroupId);
      return { IdentityStoreId, GroupId };
    },
  };
}

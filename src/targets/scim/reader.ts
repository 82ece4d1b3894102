import type {
  AccountsPage,
  DirectoryReader,
  MemberResult,
  MembersPage,
} from '../directory-reader.ts';
import type { ScimClient } from './client.ts';
import type { ExternalIds } from './external-ids.ts';
import { isSilent } from './filter-by-member.ts';
import { createMembershipLookUp, isWhole } from './look-up-membership.ts';
import { memberIdsOf } from './members.ts';
import { readGroup } from './read-group.ts';
import { isComplete, toDirectoryUser } from './user.ts';
import { readUsersPage } from './users-page.ts';

/** Reads all users of a SCIM server, and the members that it shows of a group. */
export function createScimReader(client: ScimClient, externalIds: ExternalIds): DirectoryReader {
  const lookUpMembership = createMembershipLookUp(client);

  return {
    async readAccounts(position, signal): Promise<AccountsPage> {
      const page = await readUsersPage(Number(position ?? 1), client, signal);
      if (page.kind !== 'page') return { kind: 'failed', failure: page.failure };
      const users = page.users
        .filter(isComplete)
        .flatMap((user) => toDirectoryUser(user, externalIds) ?? []);
      return {
        kind: 'page',
        users,
        unreadable: page.users.length - users.length,
        next: page.next === undefined ? undefined : String(page.next),
      };
    },

    /** All members are in one response; SCIM has no pages of them. */
    async readMembers(group, _position, signal): Promise<MembersPage> {
      const result = await readGroup(client, group, signal);
      if (result.kind === 'gone') return result;
      if (result.kind === 'failed' && !isSilent(result))
        return { kind: 'failed', failure: result.failure };
      const userIds = result.kind === 'present' ? memberIdsOf(result.group) : [];
      return { kind: 'page', userIds, isWhole: isWhole(userIds), next: undefined };
    },

    async isMember(userId, group, signal): Promise<MemberResult> {
      const result = await lookUpMembership({ userId, group }, signal);
      switch (result.kind) {
        case 'member':
        case 'hidden':
          return { kind: result.kind };
        case 'failed':
          return { kind: 'failed', failure: result.failure };
        case 'not-shown':
        case 'no-such-user':
        case 'no-such-group':
          return { kind: 'not-member' };
      }
    },
  };
}

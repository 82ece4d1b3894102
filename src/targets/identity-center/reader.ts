import {
  type IdentitystoreClient,
  ListGroupMembershipsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import type { AccountsPage, DirectoryReader, MembersPage } from '../directory-reader.ts';
import { isUserId, unusableUserId } from '../user-id.ts';
import { failureOf, isInvalidInput } from './failure.ts';
import { isGroupMissing } from './find-group.ts';
import { ENTERPRISE } from './profile.ts';
import { toDirectoryUser } from './user.ts';

/** The maximum that the list operations accept. */
const PER_PAGE = 100;

/** Reads all users of an identity store, and the members of its groups. */
export function createIdentityCenterReader(
  client: Pick<IdentitystoreClient, 'send'>,
  IdentityStoreId: string,
): DirectoryReader {
  return {
    /** With the extension, which has the employee number. */
    async readAccounts(NextToken, abortSignal): Promise<AccountsPage> {
      try {
        const input = {
          IdentityStoreId,
          MaxResults: PER_PAGE,
          NextToken,
          Extensions: [ENTERPRISE],
        };
        const page = await client.send(new ListUsersCommand(input), { abortSignal });
        const users = (page.Users ?? []).map((user) => toDirectoryUser(user));
        if (!users.every(({ userId }) => isUserId(userId)))
          return { kind: 'failed', failure: unusableUserId() };
        const next = page.NextToken || undefined;
        if (next !== undefined && next === NextToken) return { kind: 'position-refused' };
        return { kind: 'page', users, unreadable: 0, next };
      } catch (error) {
        return endOf(error, NextToken, abortSignal);
      }
    },

    async readMembers(GroupId, NextToken, abortSignal): Promise<MembersPage> {
      try {
        const input = { IdentityStoreId, GroupId, MaxResults: PER_PAGE, NextToken };
        const page = await client.send(new ListGroupMembershipsCommand(input), { abortSignal });
        const userIds = (page.GroupMemberships ?? []).flatMap(
          ({ MemberId }) => MemberId?.UserId ?? [],
        );
        const next = page.NextToken || undefined;
        if (next !== undefined && next === NextToken) return { kind: 'position-refused' };
        return { kind: 'page', userIds, isWhole: true, next };
      } catch (error) {
        return isGroupMissing(error) ? { kind: 'gone' } : endOf(error, NextToken, abortSignal);
      }
    },
  };
}

function endOf(error: unknown, position: string | undefined, signal: AbortSignal) {
  if (position !== undefined && isInvalidInput(error)) return { kind: 'position-refused' } as const;
  return { kind: 'failed', failure: failureOf(error, signal) } as const;
}

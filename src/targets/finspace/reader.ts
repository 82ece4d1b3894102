import { classifyFailure } from '../aws-call-failure.ts';
import type { AccountsPage, DirectoryReader, MembersPage } from '../directory-reader.ts';
import { ResourceNotFoundException, ValidationException } from './client/errors.ts';
import type { FinspaceDataClient } from './client/finspace-data-client.ts';
import { ListUsersByPermissionGroupCommand } from './client/list-users-by-permission-group.ts';
import { createReadPage } from './read-page.ts';

/** The maximum that ListUsersByPermissionGroup accepts. */
const MEMBERS_PER_PAGE = 100;

/** Reads all users of a FinSpace environment, and the users of its permission groups. */
export function createFinspaceReader(client: Pick<FinspaceDataClient, 'send'>): DirectoryReader {
  const readPage = createReadPage(client);

  return {
    async readAccounts(position, signal): Promise<AccountsPage> {
      const page = await readPage(position, signal);
      if (page.kind === 'token-refused') return { kind: 'position-refused' };
      if (page.kind === 'failed') return page;
      // A page that names itself as the next one would be read for ever.
      if (page.nextToken !== undefined && page.nextToken === position)
        return { kind: 'position-refused' };
      return { kind: 'page', users: page.users, unreadable: 0, next: page.nextToken };
    },

    async readMembers(permissionGroupId, nextToken, signal): Promise<MembersPage> {
      try {
        const input = { permissionGroupId, nextToken, maxResults: MEMBERS_PER_PAGE };
        const page = await client.send(new ListUsersByPermissionGroupCommand(input), {
          abortSignal: signal,
        });
        const members = (page.users ?? []).filter(
          ({ membershipStatus }) => membershipStatus !== 'REMOVAL_IN_PROGRESS',
        );
        const userIds = members.flatMap(({ userId }) => userId ?? []);
        const next = page.nextToken || undefined;
        if (next !== undefined && next === nextToken) return { kind: 'position-refused' };
        return { kind: 'page', userIds, isWhole: true, next };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return { kind: 'gone' };
        const isTokenRefused = error instanceof ValidationException && nextToken !== undefined;
        if (isTokenRefused) return { kind: 'position-refused' };
        return { kind: 'failed', failure: classifyFailure(error, signal) };
      }
    },
  };
}

import { classifyFailure } from '../aws-call-failure.ts';
import { isUserId, unusableUserId } from '../user-id.ts';
import { ListUsersCommand } from './client/commands.ts';
import { ValidationException } from './client/errors.ts';
import type { FinspaceDataClient } from './client/finspace-data-client.ts';
import type { ReadPage } from './directory-scan.ts';
import { toDirectoryUser } from './directory-user.ts';

/** The maximum that ListUsers accepts. */
const USERS_PER_PAGE = 100;

/** Reads pages of all users: one call of ListUsers each. */
export function createReadPage(client: Pick<FinspaceDataClient, 'send'>): ReadPage {
  return async (nextToken, signal) => {
    try {
      const command = new ListUsersCommand({ maxResults: USERS_PER_PAGE, nextToken });
      const page = await client.send(command, { abortSignal: signal });
      const users = (page.users ?? []).flatMap((user) => toDirectoryUser(user) ?? []);
      // Skipped, the account of a hire would count as absent.
      if (!users.every(({ userId }) => isUserId(userId)))
        return { kind: 'failed', failure: unusableUserId() };
      return { kind: 'page', users, nextToken: page.nextToken || undefined };
    } catch (error) {
      const isTokenRefused = error instanceof ValidationException && nextToken !== undefined;
      if (isTokenRefused) return { kind: 'token-refused' };
      return { kind: 'failed', failure: classifyFailure(error, signal) };
    }
  };
}

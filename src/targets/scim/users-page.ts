import type { CallFailure } from '../../provisioning/ports.ts';
import {
  type FailedCall,
  type ScimClient,
  type ScimResponse,
  unexpectedResponse,
} from './client.ts';
import type { ScimObject } from './json.ts';
import { notListResponse, readListResponse } from './list-response.ts';

const USERS_PER_PAGE = 100;
export const LIST_USERS = 'GET /Users?startIndex';

export type UsersPage =
  | {
      readonly kind: 'page';
      readonly users: readonly ScimObject[];
      /** HTTP status. */
      readonly status: number;
      /** First user of the next page, from 1; undefined at the end of the directory. */
      readonly next: number | undefined;
    }
  /** The server does not list users by index. */
  | { readonly kind: 'unlisted'; readonly failure: CallFailure }
  | FailedCall;

/**
 * Reads one page of all users (RFC 7644, 3.4.2.4).
 * @param startIndex of its first user, from 1
 */
export async function readUsersPage(
  startIndex: number,
  client: ScimClient,
  signal: AbortSignal,
): Promise<UsersPage> {
  const path = `/Users?startIndex=${startIndex}&count=${USERS_PER_PAGE}`;
  const result = await client.call({ name: LIST_USERS, path, expects: 'page' }, signal);
  if (result.kind === 'failed') return result;
  const { status } = result;
  const list = readListResponse(result);
  if (!list) {
    const noList = notListResponse(LIST_USERS, result);
    return isRefused(result) ? unlisted(noList) : noList;
  }
  const { users, total } = list;
  if (startIndex > 1 && list.startIndex !== startIndex && users.length > 0)
    return unlisted(
      unexpectedResponse(
        LIST_USERS,
        status,
        'it neither filters nor pages, so no user can be looked up; settle the account by hand',
      ),
    );
  if (users.length === 0 && (total ?? 0) >= startIndex)
    return unexpectedResponse(LIST_USERS, status, 'it counts users that it does not list');
  const next = startIndex + users.length;
  const isLast = users.length === 0 || (total !== undefined && next > total);
  return { kind: 'page', users, status, next: isLast ? undefined : next };
}

function isRefused({ status }: ScimResponse): boolean {
  return [400, 404, 405, 422, 501].includes(status);
}

function unlisted({ failure }: FailedCall): UsersPage {
  return { kind: 'unlisted', failure };
}

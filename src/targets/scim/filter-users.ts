import { type FailedCall, isNotFound, type ScimClient } from './client.ts';
import { asText, type ScimObject } from './json.ts';
import {
  MAX_MATCHES,
  notListResponse,
  readListResponse,
  tooManyMatches,
  userWithoutId,
} from './list-response.ts';
import { isComplete } from './user.ts';

export type FilterResult =
  /** Every user that the server returned; each of them matches. */
  | { readonly kind: 'users'; readonly users: readonly ScimObject[] }
  /**
   * The server applied no such filter: it refused it, or returned users that do not match it. If it reported
   * an absent user as an error instead, `isRefused` is false.
   */
  | { readonly kind: 'filter-unsupported'; readonly isRefused: boolean }
  | FailedCall;

export type FilterAttribute = 'externalId' | 'userName' | 'emails.value';

/** Filters users by one attribute (RFC 7644, 3.4.2.2), and checks that the server applied the filter. */
export async function filterUsers(
  client: ScimClient,
  attribute: FilterAttribute,
  value: string,
  isMatch: (user: ScimObject) => boolean,
  signal: AbortSignal,
): Promise<FilterResult> {
  const name = `GET /Users?filter=${attribute}`;
  const filter = encodeURIComponent(filterOf(attribute, value));
  const path = `/Users?filter=${filter}`;
  const result = await client.call({ name, path, expects: 'page' }, signal);
  if (result.kind === 'failed')
    // More users than one person's: the server ignored the filter.
    return result.isTooLarge ? { kind: 'filter-unsupported', isRefused: true } : result;
  // Some servers send a 404 when no user matches. Unlike an empty list it proves nothing, so all
  // users are read.
  if (isNotFound(result)) return { kind: 'filter-unsupported', isRefused: false };
  if ([400, 422, 501].includes(result.status))
    return { kind: 'filter-unsupported', isRefused: true };
  const list = readListResponse(result);
  if (!list) return notListResponse(name, result);
  const { users, total } = list;
  const isFiltered = users.length > 0 ? users.every(isMatch) : !total;
  if (!isFiltered) return { kind: 'filter-unsupported', isRefused: true };
  if (!users.every(isComplete)) return userWithoutId(name, result);
  const matches = onceEach(users);
  return matches.length > MAX_MATCHES ? tooManyMatches(name) : { kind: 'users', users: matches };
}

/** Some servers list an account once for each row of a join. */
export function onceEach(users: readonly ScimObject[]): readonly ScimObject[] {
  return [...new Map(users.map((user) => [asText(user['id']), user])).values()];
}

/** A comparison value is a JSON string (RFC 7644, 3.4.2.2): quotes in the value cannot end it. */
function filterOf(attribute: string, value: string): string {
  return `${attribute} eq ${JSON.stringify(value)}`;
}

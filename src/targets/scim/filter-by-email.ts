import { hasAnyAddress } from './addresses.ts';
import type { ScimClient } from './client.ts';
import { type FilterResult, filterUsers } from './filter-users.ts';
import type { ScimObject } from './json.ts';

/** Servers built from Microsoft's sample respond with 500 to a filter that they do not have. */
const SERVER_ERRORS_OF_NO_FILTER = 3;

/**
 * Filters users by any e-mail. Many servers have no such filter: a refusal is remembered for the life of the
 * instance, and so are server errors, if the filter has never worked.
 */
export function createEmailFilter(client: ScimClient) {
  let isRefused = false;
  let hasWorked = false;
  let serverErrors = 0;

  return async (emailAddress: string, signal: AbortSignal): Promise<FilterResult> => {
    if (isRefused) return { kind: 'filter-unsupported', isRefused };
    const isMatch = (user: ScimObject) => hasAnyAddress(user, emailAddress);
    const result = await filterUsers(client, 'emails.value', emailAddress, isMatch, signal);
    hasWorked ||= result.kind === 'users';
    if (hasWorked) return result;
    if (result.kind === 'filter-unsupported') isRefused = result.isRefused;
    if (result.kind !== 'failed' || result.status !== 500) return result;
    serverErrors += 1;
    isRefused = serverErrors >= SERVER_ERRORS_OF_NO_FILTER;
    return isRefused ? { kind: 'filter-unsupported', isRefused } : result;
  };
}

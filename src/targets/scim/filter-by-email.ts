import { randomUUID } from 'node:crypto';
import { hasAnyAddress } from './addresses.ts';
import type { ScimClient } from './client.ts';
import { type FilterResult, filterUsers } from './filter-users.ts';
import type { ScimObject } from './json.ts';

/** Servers built from Microsoft's sample respond with 500 to a filter that they do not have. */
const SERVER_ERRORS_OF_NO_FILTER = 3;

/**
 * Filters users by any e-mail. Many servers have no such filter: a refusal is remembered for the life of the
 * instance, and so are server errors, if the filter has never worked. Either may be due to one address, or to an
 * outage, so it is believed only if the server responds in the same way for an address that no user has.
 */
export function createEmailFilter(client: ScimClient) {
  let isRefused = false;
  let hasWorked = false;
  let serverErrors = 0;
  let checking: Promise<boolean> | undefined;

  return async (emailAddress: string, signal: AbortSignal): Promise<FilterResult> => {
    if (isRefused) return { kind: 'filter-unsupported', isRefused };
    const result = await filterBy(emailAddress, signal);
    if (hasWorked) return result;
    if (isServerError(result)) serverErrors += 1;
    const isRepeated = isServerError(result) && serverErrors >= SERVER_ERRORS_OF_NO_FILTER;
    if (!isRefusal(result) && !isRepeated) return result;
    isRefused ||= await check(signal);
    return isRefused ? { kind: 'filter-unsupported', isRefused } : result;
  };

  async function filterBy(emailAddress: string, signal: AbortSignal): Promise<FilterResult> {
    const isMatch = (user: ScimObject) => hasAnyAddress(user, emailAddress);
    const result = await filterUsers(client, 'emails.value', emailAddress, isMatch, signal);
    hasWorked ||= result.kind === 'users';
    return result;
  }

  /** The hires of a batch that are refused at the same time share one check. */
  function check(signal: AbortSignal): Promise<boolean> {
    checking ??= isUnsupported(signal).finally(() => {
      checking = undefined;
      serverErrors = 0;
    });
    return checking;
  }

  async function isUnsupported(signal: AbortSignal): Promise<boolean> {
    const control = await filterBy(`${randomUUID()}@example.invalid`, signal);
    if (!isServerError(control)) return isRefusal(control);
    // In an outage, the server does not list its users either.
    const path = '/Users?startIndex=1&count=1';
    const list = await client.call({ name: 'GET /Users?count', path, expects: 'page' }, signal);
    return list.kind === 'response' || list.isTooLarge === true;
  }
}

function isRefusal(result: FilterResult): boolean {
  return result.kind === 'filter-unsupported' && result.isRefused;
}

function isServerError(result: FilterResult): boolean {
  return result.kind === 'failed' && result.status === 500;
}

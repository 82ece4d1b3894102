import type { ScimClient } from './client.ts';
import type { FilterResult } from './filter-users.ts';

/** Servers built from Microsoft's sample respond with 500 to a filter that they do not have. Others may deny it. */
const ERRORS = [403, 500];
const ERRORS_OF_NO_FILTER = 3;

export type Filter = (value: string, signal: AbortSignal) => Promise<FilterResult>;

export interface OptionalFilterDeps {
  readonly client: ScimClient;
  readonly filter: Filter;
  /** A value that no user has, another one each time. */
  readonly unusedValue: () => string;
}

/**
 * A filter that many servers do not have: a refusal is remembered for the life of the instance, and so are errors,
 * if the filter has never worked. Either may be due to one value, or to an outage, so it is believed only if the server
 * responds in the same way for a value that no user has.
 */
export function createOptionalFilter({ client, filter, unusedValue }: OptionalFilterDeps): Filter {
  let isRefused = false;
  let hasWorked = false;
  let errors = 0;
  let checking: Promise<boolean> | undefined;

  return async (value, signal) => {
    if (isRefused) return { kind: 'filter-unsupported', isRefused };
    const result = await filterBy(value, signal);
    if (hasWorked) return result;
    if (isError(result)) errors += 1;
    const isRepeated = isError(result) && errors >= ERRORS_OF_NO_FILTER;
    if (!isRefusal(result) && !isRepeated) return result;
    isRefused ||= await check(signal);
    return isRefused ? { kind: 'filter-unsupported', isRefused } : result;
  };

  async function filterBy(value: string, signal: AbortSignal): Promise<FilterResult> {
    const result = await filter(value, signal);
    hasWorked ||= result.kind === 'users';
    return result;
  }

  /** The hires of a batch that are refused at the same time share one check. */
  function check(signal: AbortSignal): Promise<boolean> {
    checking ??= isUnsupported(signal).finally(() => {
      checking = undefined;
      errors = 0;
    });
    return checking;
  }

  async function isUnsupported(signal: AbortSignal): Promise<boolean> {
    const control = await filterBy(unusedValue(), signal);
    if (!isError(control)) return isRefusal(control);
    // In an outage, the server does not list its users either.
    const path = '/Users?startIndex=1&count=1';
    const list = await client.call({ name: 'GET /Users?count', path, expects: 'page' }, signal);
    return list.kind === 'response' || list.isTooLarge === true;
  }
}

function isRefusal(result: FilterResult): boolean {
  return result.kind === 'filter-unsupported' && result.isRefused;
}

function isError(result: FilterResult): boolean {
  return result.kind === 'failed' && ERRORS.includes(result.status ?? 0);
}

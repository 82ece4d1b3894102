import { validationError } from './service-errors.ts';

interface Paging {
  readonly MaxResults: number;
  readonly NextToken?: string | undefined;
}

/**
 * One page of ids. A page token is the last id of the previous page.
 * @throws ServiceError ValidationException when the token is no such id
 */
export function pageOf(
  all: readonly string[],
  { MaxResults, NextToken }: Paging,
  pageSize: number,
): { readonly ids: readonly string[]; readonly NextToken?: string } {
  const start = NextToken === undefined ? 0 : all.indexOf(NextToken) + 1;
  if (NextToken !== undefined && start === 0) throw validationError('NextToken is invalid');
  const ids = all.slice(start, start + Math.min(MaxResults, pageSize));
  const last = ids.at(-1);
  const isLast = start + ids.length >= all.length;
  return { ids, ...(!isLast && last !== undefined && { NextToken: last }) };
}

import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type { FindResult, GetResult, SearchPosition } from '../../provisioning/ports.ts';
import type { SearchResult } from './directory-scan.ts';

/**
 * What a search says in the end. Matches in other letter case that an earlier invocation saw are
 * looked up again by their ids; if that fails, the last page is read again next time.
 */
export async function findResult(
  search: SearchResult,
  get: (userId: string) => Promise<GetResult>,
): Promise<FindResult> {
  if (search.kind === 'unfinished') return search;
  if (search.kind === 'exact') return { kind: 'found', users: [search.user] };

  const users: DirectoryUser[] = [];
  for (const [userId, seen] of search.otherCase) {
    const result: GetResult = seen ? { kind: 'present', user: seen } : await get(userId);
    if (result.kind === 'unknown') return unfinished(search.position, search.advanced, result);
    if (result.kind === 'present') users.push(result.user);
  }
  const [first, ...others] = users;
  return first ? { kind: 'found', users: [first, ...others] } : { kind: 'absent' };
}

/**
 * What GetUser says of the user whom an earlier page showed at this address. One that it cannot result
 * for now is asked for again later; undefined if the address is no longer theirs: only a search can tell.
 */
export function seenAnswer(
  result: GetResult,
  emailAddress: string,
  position: SearchPosition | undefined,
): FindResult | undefined {
  if (result.kind === 'unknown') return unfinished(position, false, result);
  const isThere = result.kind === 'present' && result.user.emailAddress === emailAddress;
  return isThere ? { kind: 'found', users: [result.user] } : undefined;
}

function unfinished(
  position: SearchPosition | undefined,
  advanced: boolean,
  { kind, ...why }: Extract<GetResult, { kind: 'unknown' }>,
): FindResult {
  return { kind: 'unfinished', ...(position !== undefined && { position }), advanced, ...why };
}

import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type { FindAnswer, GetAnswer, SearchPosition } from '../../provisioning/ports.ts';
import type { SearchAnswer } from './directory-scan.ts';

/**
 * What a search says in the end. Matches in other letter case that an earlier invocation saw are
 * looked up again by their ids; if that fails, the last page is read again next time.
 */
export async function findAnswer(
  search: SearchAnswer,
  get: (userId: string) => Promise<GetAnswer>,
): Promise<FindAnswer> {
  if (search.kind === 'unfinished') return search;
  if (search.kind === 'exact') return { kind: 'found', users: [search.user] };

  const users: DirectoryUser[] = [];
  for (const [userId, seen] of search.otherCase) {
    const answer: GetAnswer = seen ? { kind: 'present', user: seen } : await get(userId);
    if (answer.kind === 'unknown') return unfinished(search.position, search.advanced, answer);
    if (answer.kind === 'present') users.push(answer.user);
  }
  const [first, ...others] = users;
  return first ? { kind: 'found', users: [first, ...others] } : { kind: 'absent' };
}

/**
 * What GetUser says of the user whom an earlier page showed at this address. One that it cannot answer
 * for now is asked for again later; undefined if the address is no longer theirs: only a search can tell.
 */
export function seenAnswer(
  answer: GetAnswer,
  emailAddress: string,
  position: SearchPosition | undefined,
): FindAnswer | undefined {
  if (answer.kind === 'unknown') return unfinished(position, false, answer);
  const isThere = answer.kind === 'present' && answer.user.emailAddress === emailAddress;
  return isThere ? { kind: 'found', users: [answer.user] } : undefined;
}

function unfinished(
  position: SearchPosition | undefined,
  advanced: boolean,
  { kind, ...why }: Extract<GetAnswer, { kind: 'unknown' }>,
): FindAnswer {
  return { kind: 'unfinished', ...(position !== undefined && { position }), advanced, ...why };
}

import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type { FindAnswer, GetAnswer } from '../../provisioning/ports.ts';
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
    if (answer.kind === 'unknown') {
      const { position, advanced } = search;
      const { kind, ...why } = answer;
      return { kind: 'unfinished', ...(position && { position }), advanced, ...why };
    }
    if (answer.kind === 'present') users.push(answer.user);
  }
  const [first, ...others] = users;
  return first ? { kind: 'found', users: [first, ...others] } : { kind: 'absent' };
}

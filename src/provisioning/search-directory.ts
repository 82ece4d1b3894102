import type { DirectoryUser } from './directory-user.ts';
import { backoffOf, type Retry, retry, retryUnanswered } from './ending.ts';
import type { Hire } from './hire.ts';
import type { FindAnswer } from './ports.ts';
import type { CreatingRecord, SearchProgress } from './record.ts';
import { onTable, onTarget, type Stage } from './stage.ts';

/** After so many searches of the whole directory without a find, an operator must look. */
const SEARCHES_BEFORE_HAND_OVER = 2;

export type Search =
  | { readonly kind: 'found'; readonly users: readonly [DirectoryUser, ...DirectoryUser[]] }
  /** The whole directory was read since this message's own conflict, or refusal. */
  | { readonly kind: 'nobody'; readonly searchedOut: boolean }
  | { readonly kind: 'later'; readonly retry: Retry };

/** Looks for the hire's account, from where this message's last invocation stopped. */
export async function searchDirectory(
  hire: Hire,
  record: CreatingRecord,
  on: Stage,
): Promise<Search> {
  const before = progressOf(record, hire);
  const answer = await onTarget(on, (target, abort) =>
    target.find(hire.fields.emailAddress, before.position, { pause: on.pause, abort }),
  );
  if (answer.kind === 'found') return answer;
  const after = advance(before, answer);
  const { kind } = await onTable(on, (store, signal) =>
    store.saveSearch(hire.personKey, record.attempts, after, signal),
  );
  if (kind === 'refused')
    return { kind: 'later', retry: retry('record-changed', backoffOf(record)) };
  if (answer.kind === 'absent') return { kind: 'nobody', searchedOut: isOut(after) };
  return { kind: 'later', retry: retryUnfinished(answer, record) };
}

/** Whether this message has searched as often as it may, so that only handing it over is left. */
export function isSearchedOut(record: CreatingRecord, hire: Hire): boolean {
  return isOut(progressOf(record, hire));
}

function isOut({ wholeSearches }: SearchProgress): boolean {
  return wholeSearches >= SEARCHES_BEFORE_HAND_OVER;
}

function progressOf(record: CreatingRecord, { messageId }: Hire): SearchProgress {
  if (record.search?.messageId === messageId) return record.search;
  return { messageId, wholeSearches: 0, waits: 0 };
}

function advance(
  { messageId, wholeSearches, waits }: SearchProgress,
  answer: Exclude<FindAnswer, { kind: 'found' }>,
): SearchProgress {
  if (answer.kind === 'absent') return { messageId, waits, wholeSearches: wholeSearches + 1 };
  return {
    ...{ messageId, wholeSearches },
    waits: answer.advanced ? waits + 1 : waits,
    ...(answer.position !== undefined && { position: answer.position }),
  };
}

function retryUnfinished(
  answer: Extract<FindAnswer, { kind: 'unfinished' }>,
  record: CreatingRecord,
): Retry {
  if (answer.cause === 'out-of-time' && answer.advanced)
    return retry('search-unfinished', { kind: 'soon' });
  return retryUnanswered(answer, backoffOf(record));
}

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
  after: SearchProgress['after'],
  on: Stage,
): Promise<Search> {
  const before = progressOf(record, hire, after);
  const answer = await onTarget(on, (target, abort) =>
    target.find(hire.fields.emailAddress, before.position, { pause: on.pause, abort }, hire),
  );
  if (answer.kind === 'found') return answer;
  const progress = advance(before, answer);
  const { kind } = await onTable(on, (store, signal) =>
    store.saveSearch(hire.personKey, record.attempts, progress, signal),
  );
  if (kind === 'refused')
    return { kind: 'later', retry: retry('record-changed', backoffOf(record)) };
  if (answer.kind === 'absent') return { kind: 'nobody', searchedOut: isOut(progress) };
  return { kind: 'later', retry: retryUnfinished(answer, record) };
}

/** Whether this message has searched as often as it may, so that only handing it over is left. */
export function isSearchedOut(record: CreatingRecord, hire: Hire): boolean {
  return isOut(progressOf(record, hire, 'conflict'));
}

function isOut({ wholeSearches }: SearchProgress): boolean {
  return wholeSearches >= SEARCHES_BEFORE_HAND_OVER;
}

/**
 * Goes on where this message's last search stopped, if that still proves something. Of a conflict it
 * does: the account in the way is the same. Of a refusal, or in doubt, only if no other attempt came
 * between, which may have created the account on a page that was read before.
 */
function progressOf(
  { search, attempts }: CreatingRecord,
  { messageId }: Hire,
  after: SearchProgress['after'],
): SearchProgress {
  const isOwn = search?.messageId === messageId && search.after === after;
  if (isOwn && (after === 'conflict' || search.attempts === attempts - 1))
    return { ...search, attempts };
  return { messageId, after, attempts, wholeSearches: 0, waits: search?.waits ?? 0 };
}

function advance(
  { position, ...before }: SearchProgress,
  answer: Exclude<FindAnswer, { kind: 'found' }>,
): SearchProgress {
  if (answer.kind === 'absent') return { ...before, wholeSearches: before.wholeSearches + 1 };
  return {
    ...before,
    waits: answer.advanced ? before.waits + 1 : before.waits,
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

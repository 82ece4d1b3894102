import type { HireContext } from './context.ts';
import type { DirectoryUser } from './directory-user.ts';
import type { Attempt, Hire } from './hire.ts';
import { backoffOf, type Retry, retry, retryCallFailure } from './hire-result.ts';
import type { FindResult } from './ports.ts';
import type { CreatingRecord, SearchProgress } from './record.ts';

/** After this many complete searches without a find, an operator must investigate. */
const SEARCHES_BEFORE_DEFERRING = 2;

/** What a search has to explain, or to rule out before a create. */
export type SearchPurpose = SearchProgress['after'];

export type Search =
  | { readonly kind: 'found'; readonly users: readonly [DirectoryUser, ...DirectoryUser[]] }
  /** The whole directory was read since this message's own conflict, or refusal. */
  | { readonly kind: 'absent'; readonly isExhausted: boolean }
  | { readonly kind: 'later'; readonly retry: Retry };

/** Searches for the hire's account, from where this message's last invocation stopped. */
export async function searchDirectory(
  { hire, record }: Attempt,
  purpose: SearchPurpose,
  ctx: HireContext,
): Promise<Search> {
  const before = progressOf(record, hire, purpose);
  const sought = { ...hire, after: purpose };
  const result = await ctx.target.find(hire.fields.emailAddress, before.position, sought);
  if (result.kind === 'found') return result;
  const progress = advance(before, result);
  const { kind } = await ctx.store.saveSearch(hire.personKey, record.attempts, progress);
  if (kind === 'refused')
    return { kind: 'later', retry: retry('record-changed', backoffOf(record)) };
  if (result.kind === 'absent') return { kind: 'absent', isExhausted: isExhausted(progress) };
  return { kind: 'later', retry: retryUnfinished(result, record) };
}

/** Whether this message has used up its searches, so that it must be deferred. */
export function isSearchExhausted(record: CreatingRecord, hire: Hire): boolean {
  return isExhausted(progressOf(record, hire, 'conflict'));
}

function isExhausted({ wholeSearches }: SearchProgress): boolean {
  return wholeSearches >= SEARCHES_BEFORE_DEFERRING;
}

/**
 * Continues this message's last search, if that search still proves something. After a conflict it does:
 * the conflicting account is the same. After a refusal, or in doubt, it does only if no other attempt
 * came in between: that attempt may have created the account on a page that was already read.
 */
function progressOf(
  { search, attempts }: CreatingRecord,
  { messageId }: Hire,
  purpose: SearchPurpose,
): SearchProgress {
  const isOwn = search?.messageId === messageId && search.after === purpose;
  if (isOwn && (purpose === 'conflict' || search.attempts === attempts - 1))
    return { ...search, attempts };
  return { messageId, after: purpose, attempts, wholeSearches: 0, waits: search?.waits ?? 0 };
}

function advance(
  { position, ...before }: SearchProgress,
  result: Exclude<FindResult, { kind: 'found' }>,
): SearchProgress {
  if (result.kind === 'absent') return { ...before, wholeSearches: before.wholeSearches + 1 };
  return {
    ...before,
    waits: result.advanced ? before.waits + 1 : before.waits,
    ...(result.position !== undefined && { position: result.position }),
  };
}

function retryUnfinished(
  result: Extract<FindResult, { kind: 'unfinished' }>,
  record: CreatingRecord,
): Retry {
  if (result.cause === 'out-of-time' && result.advanced)
    return retry('search-unfinished', { kind: 'soon' });
  return retryCallFailure(result, backoffOf(record));
}

import type { HireContext } from './context.ts';
import type { DirectoryUser } from './directory-user.ts';
import type { Attempt, Hire } from './hire.ts';
import { backoffOf, type Retry, retry, retryCallFailure } from './hire-result.ts';
import type { FindResult } from './ports.ts';
import type { CreatingRecord, SearchProgress } from './record.ts';
import { isFirstAttempt } from './states.ts';

/** After this many complete searches without a find, an operator must investigate. */
const SEARCHES_BEFORE_DEFERRING = 2;

/** No invocation, and so no call of ours, lasts longer than 15 minutes. */
export const LONGEST_CALL_MS = 16 * 60_000;

/** A search for the account of a hire. */
export interface Look {
  /** What it is to explain, or to rule out before a create. */
  readonly after: SearchProgress['after'];
  /** Of an earlier attempt unless given. */
  readonly openCall?: OpenCall;
}

/** The last call of ours that may have created the account, which reads may not show yet. */
export type OpenCall = 'none' | 'of-an-earlier-attempt' | 'of-this-attempt';

export type Search =
  | { readonly kind: 'found'; readonly users: readonly [DirectoryUser, ...DirectoryUser[]] }
  /** The whole directory was read since this message's own conflict, or refusal. */
  | { readonly kind: 'absent'; readonly isExhausted: boolean }
  | { readonly kind: 'later'; readonly retry: Retry };

/** Searches for the hire's account, from where this message's last invocation stopped. */
export async function searchDirectory(
  { hire, record }: Attempt,
  look: Look,
  ctx: HireContext,
): Promise<Search> {
  const nowMs = ctx.clock.now();
  const before = progressOf(record, hire, look, nowMs);
  const sought = { ...hire, after: look.after };
  const result = await ctx.target.find(hire.fields.emailAddress, before.position, sought);
  if (result.kind === 'found') return result;
  const waitMs = Math.max(0, settledAtMs(before, ctx) - nowMs);
  const progress = advance(before, result, waitMs === 0, nowMs);
  const { kind } = await ctx.store.saveSearch(hire.personKey, record.attempts, progress);
  if (kind === 'refused')
    return { kind: 'later', retry: retry('record-changed', backoffOf(record)) };
  if (result.kind === 'unfinished')
    return { kind: 'later', retry: retryUnfinished(result, record) };
  if (waitMs > 0 && look.after !== 'conflict')
    return { kind: 'later', retry: retry('reads-may-lag', { kind: 'at-least', waitMs }) };
  return { kind: 'absent', isExhausted: isExhausted(progress) };
}

/** Whether this message has searched as often as it may, so that only deferring it is left. */
export function isSearchExhausted(record: CreatingRecord, hire: Hire): boolean {
  return isExhausted(progressOf(record, hire, { after: 'conflict' }, 0));
}

/**
 * Epoch milliseconds from which on the directory shows whatever an earlier call of ours has created: no
 * such call is under way, no client token brings its account back, and reads do not lag behind it.
 */
function settledAtMs({ unsettledSinceMs }: SearchProgress, { target }: HireContext): number {
  if (unsettledSinceMs === undefined) return 0;
  // A call may take its time, and reads may then lag behind its end.
  return unsettledSinceMs + LONGEST_CALL_MS + Math.max(target.tokenLifeMs, target.readLagMs);
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
  record: CreatingRecord,
  { messageId }: Hire,
  { after, openCall }: Look,
  nowMs: number,
): SearchProgress {
  const { search, attempts } = record;
  // Every attempt since that search has searched too, so none has made a call that is not noted.
  const isUnbroken = search?.attempts === attempts - 1 && openCall !== 'of-this-attempt';
  const isSameLook = search?.after === after && search.messageId === messageId;
  if (isSameLook && (after === 'conflict' || isUnbroken)) return { ...search, attempts };
  // What was waited for holds for any message. After a conflict, it was for the account in the way.
  const isNoted = isUnbroken && (search.after === 'conflict') === (after === 'conflict');
  const isFirstCall = openCall === 'none' || (after === 'doubt' && isFirstAttempt(record));
  const unsettledSinceMs = isNoted ? search.unsettledSinceMs : isFirstCall ? undefined : nowMs;
  return {
    messageId,
    after,
    attempts,
    wholeSearches: 0,
    waits: search?.waits ?? 0,
    ...(unsettledSinceMs !== undefined && { unsettledSinceMs }),
  };
}

function advance(
  { position, ...before }: SearchProgress,
  result: Exclude<FindResult, { kind: 'found' }>,
  isSettled: boolean,
  nowMs: number,
): SearchProgress {
  if (result.kind === 'unfinished')
    return {
      ...before,
      waits: result.advanced ? before.waits + 1 : before.waits,
      ...(result.position !== undefined && { position: result.position }),
    };
  if (!isSettled) return { ...before, waits: before.waits + 1 };
  const searched = { ...before, wholeSearches: before.wholeSearches + 1 };
  // What follows is a create, whose account the next search may not see yet.
  return before.after === 'doubt' ? { ...searched, unsettledSinceMs: nowMs } : searched;
}

function retryUnfinished(
  result: Extract<FindResult, { kind: 'unfinished' }>,
  record: CreatingRecord,
): Retry {
  if (result.cause === 'out-of-time' && result.advanced)
    return retry('search-unfinished', { kind: 'soon' });
  return retryCallFailure(result, backoffOf(record));
}

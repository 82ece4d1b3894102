import type { HireContext } from './context.ts';
import { provisionedEvent } from './events.ts';
import { hasAccount } from './has-account.ts';
import type { Hire } from './hire.ts';
import { deferred, type HireResult, type Retry, type RetryCause } from './hire-result.ts';
import type { Message } from './message.ts';
import type { Clock } from './ports.ts';
import type { UserRecord } from './record.ts';
import { isSameRequest } from './states.ts';

/** The queue gives up at 1,000 receives, without a reason; we defer before, with one. */
const DEFER_AT_RECEIVE = 950;
/** The queue deletes a message after 10 days, however long it waited to be received. */
const DEFER_AFTER_SENT_MS = 9 * 24 * 3_600_000;
/** Waiting is no failure: these end by themselves. */
const WAITING: ReadonlySet<RetryCause> = new Set([
  'out-of-time',
  'lease-held',
  'search-unfinished',
  'creation-budget-spent',
]);

export interface DeferralRules {
  readonly clock: Clock;
  /** Milliseconds of failing after which a message is deferred to an operator. */
  readonly deferAfterMs: number;
  /** The longest step of the backoff between two receives. */
  readonly backoffMaxMs: number;
}

/**
 * Defers a message that fails for too long to an operator. Its record is read first, off the hot path: a
 * request that is done repeats its event, as nothing may be published as deferred after `provisioned`.
 * While the record cannot be read, only the limits of the queue defer a message.
 * @param ctx absent while the key of the pseudonyms cannot be used: no record can be found then
 */
export async function deferIfDue(
  retry: Retry,
  { message, hire }: { readonly message: Message; readonly hire?: Hire },
  ctx: HireContext | undefined,
  rules: DeferralRules,
): Promise<HireResult> {
  const isAtLimit = isAtQueueLimit(message, rules.clock);
  if (!isAtLimit && !hasFailedTooLong(retry, message, rules)) return retry;
  if (ctx === undefined) return isAtLimit ? deferred(retry) : retry;
  if (hire === undefined) return deferred(retry);
  let record: UserRecord | undefined;
  try {
    record = await ctx.store.read(hire.personKey);
  } catch {
    return isAtLimit ? deferred(retry) : retry;
  }
  if (!hasAccount(record) || !isSameRequest(record, hire)) return deferred(retry);
  // The account was made, whatever failed last.
  if (record.state === 'GRANTING') return deferred({ ...retry, userId: record.userId });
  const event = provisionedEvent(record, hire, ctx);
  return { kind: 'provisioned', event, isNew: false };
}

function isAtQueueLimit({ receiveCount, sentAtMs }: Message, clock: Clock): boolean {
  return receiveCount >= DEFER_AT_RECEIVE || clock.now() - sentAtMs >= DEFER_AFTER_SENT_MS;
}

/**
 * Counts no more time for a receive than the backoff puts between two: a message that was held back by
 * `joiner pause` for a day has not failed for a day.
 */
function hasFailedTooLong(
  { cause, userId }: Retry,
  { firstReceivedAtMs, receiveCount }: Message,
  { clock, deferAfterMs, backoffMaxMs }: DeferralRules,
): boolean {
  // Each delivery begins with the first group: more groups than one has time for never end by themselves.
  const lacksGroups = userId !== undefined;
  if (WAITING.has(cause) && !lacksGroups) return false;
  const failingMs = Math.min(clock.now() - firstReceivedAtMs, receiveCount * backoffMaxMs);
  return failingMs >= deferAfterMs;
}

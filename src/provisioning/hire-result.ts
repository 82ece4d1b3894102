import type { ProvisionedEvent } from '../contracts/completion-event.ts';
import type { Reason } from '../contracts/reason.ts';
import type { CallFailure } from './ports.ts';
import type { CreatingRecord, FailedRecord } from './record.ts';

/** Why a message is tried again later. These are also the reason codes of a message handed over. */
export const RETRY_CAUSES = {
  throttled: 'The directory allowed no more calls.',
  'target-unavailable': 'The directory did not answer, or answered with an error of its own.',
  'target-denied-access': 'The directory denied access. Check the permissions of the function.',
  'target-not-found':
    'The directory that the settings of the function name is not there. Mend the settings and deploy again.',
  'target-limit-exceeded': 'A limit of the directory is reached. Have it raised.',
  'lease-held': 'Another message was at work on the same person.',
  'account-being-created': 'The directory was still creating the account.',
  'account-gone':
    'The directory no longer knows the account, and its client token could still bring the old id back.',
  'record-changed': 'The record of the person changed under this message.',
  'twin-suspected':
    'The directory named another user id than the record holds. Compare the two accounts.',
  'conflict-but-not-found':
    'The directory says that the address is taken, and two whole searches did not find by whom.',
  'search-unfinished': 'The directory takes longer to search than the attempts so far.',
  'out-of-time': 'The invocation had no time left for this message.',
  'table-unavailable': 'The users table did not answer.',
  'queue-unavailable': 'A queue that the outcome goes to did not take it.',
  'unexpected-error': 'An error that nothing foresaw; the log has its stack.',
} as const;

export type RetryCause = keyof typeof RETRY_CAUSES;

interface Backoff {
  readonly kind: 'backoff';
  readonly failures?: number;
  readonly retryAfterMs?: number;
}

/** How long to wait; the queue's side turns it into seconds. */
export type RetryDelay =
  /**
   * Exponential by the failures so far, absent where no record tells them; and no shorter than the
   * directory asked for.
   */
  | Backoff
  /** Milliseconds that a lease, or a client token, has left. */
  | { readonly kind: 'at-least'; readonly waitMs: number }
  /** Not started, or a search that moved on: at once, or nearly. */
  | { readonly kind: 'soon' };

export interface Retry {
  readonly kind: 'retry';
  readonly cause: RetryCause;
  readonly delay: RetryDelay;
  /** Goes to the log with its stack, nowhere else. */
  readonly error?: unknown;
}

/** How the story of one message ends. */
export type HireResult =
  | {
      readonly kind: 'provisioned';
      readonly event: ProvisionedEvent;
      /** Whether this delivery stored it; else the event is told again, or to another request. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'rejected'; readonly reason: Reason; readonly atMs: number }
  | { readonly kind: 'deferred'; readonly reason: Reason }
  | Retry;

export function retry(cause: RetryCause, delay: RetryDelay, error?: unknown): Retry {
  return { kind: 'retry', cause, delay, ...(error !== undefined && { error }) };
}

/** A call of the directory that gave no answer of its own: tried again after the backoff. */
export function retryCallFailure(
  { cause, retryAfterMs, error }: CallFailure,
  backoff: Backoff,
): Retry {
  if (cause === 'out-of-time') return retry(cause, { kind: 'soon' });
  return retry(cause, { ...backoff, ...(retryAfterMs !== undefined && { retryAfterMs }) }, error);
}

/** Waiting is no failure: claims that only moved a search on do not count. */
export function backoffOf({ attempts, search }: CreatingRecord): Backoff {
  return { kind: 'backoff', failures: attempts - (search?.waits ?? 0) };
}

/** The message that failed its record is rejected again, for the same reason. */
export function rejectedBefore({ reasonCode, reason, failedAtMs }: FailedRecord): HireResult {
  return { kind: 'rejected', reason: { code: reasonCode, message: reason }, atMs: failedAtMs };
}

export function deferred(cause: RetryCause): HireResult {
  return { kind: 'deferred', reason: { code: cause, message: RETRY_CAUSES[cause] } };
}

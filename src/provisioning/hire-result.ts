import type { ProvisionedEvent, ScheduledEvent } from '../contracts/completion-event.ts';
import type { Reason } from '../contracts/reason.ts';
import type { HireContext } from './context.ts';
import { provisionedEvent } from './events.ts';
import type { Hire } from './hire.ts';
import type { CallFailure } from './ports.ts';
import type { CreatingRecord, FailedRecord, ProvisionedRecord } from './record.ts';

/** Why a message is retried later. These are also the reason codes of a deferred message. */
export const RETRY_CAUSES = {
  throttled: 'The directory throttled the call.',
  'target-unavailable': 'The directory did not respond, or responded with a server error.',
  'target-denied-access': 'The directory denied access. Check the permissions of the function.',
  'target-not-found':
    'The directory that the function is configured for does not exist. Fix the settings and deploy again.',
  'target-limit-exceeded': 'A limit of the directory is reached. Request an increase.',
  'lease-held': 'Another message about the same person was being processed.',
  'account-being-created': 'The directory was still creating the account.',
  'account-gone':
    'The account no longer exists in the directory, or reads lag behind its creation: this is not certain yet.',
  'reads-may-lag':
    'The directory does not show an account, or a membership, that an earlier call may have made, and its reads may lag behind its writes.',
  'employee-in-progress':
    'Another message about the same employeeId, at another address, is not finished.',
  'record-changed': 'The record of the person changed while this message was being processed.',
  'twin-suspected':
    'The directory returned another user id than the one in the record. Compare the two accounts.',
  'conflict-but-not-found':
    'The directory reports that the address is taken, but two complete searches did not find its account.',
  'group-not-granted':
    'The account is there, but the directory has no such group, denies the function to add to it or adds no one, or the rules do not name the group any more. Its other groups are granted.',
  'search-unfinished': 'The attempts so far were too short to search the whole directory.',
  'creation-budget-spent':
    'As many accounts as CREATIONS_PER_HOUR allows were created in each hour. Send it again, or raise the budget.',
  'out-of-time': 'The invocation had no time left for this message.',
  'table-unavailable': 'The users table did not respond.',
  'key-unavailable':
    'The key of the pseudonyms could not be used. Check that it is enabled, and the permissions of the function.',
  'queue-unavailable':
    'The queue for the outcome did not accept it, or the new-hire queue did not confirm the message.',
  'unexpected-error': 'An unexpected error occurred. Its stack is in the log.',
} as const;

export type RetryCause = keyof typeof RETRY_CAUSES;

interface Backoff {
  readonly kind: 'backoff';
  readonly failures?: number;
  readonly retryAfterMs?: number;
}

/** How long to wait; src/sqs turns it into seconds. */
export type RetryDelay =
  /**
   * Exponential in the failures so far, which are absent if no record counts them; never shorter than
   * the directory asked for.
   */
  | Backoff
  /** Milliseconds until a lease, or a client token, expires. */
  | { readonly kind: 'at-least'; readonly waitMs: number }
  /** Milliseconds; at any time in between, so that those who wait together do not come together. */
  | { readonly kind: 'between'; readonly fromMs: number; readonly toMs: number }
  /** The work did not start, or a search advanced: retry almost at once. */
  | { readonly kind: 'soon' };

export interface Retry {
  readonly kind: 'retry';
  readonly cause: RetryCause;
  readonly delay: RetryDelay;
  /** Logged with its stack, and used nowhere else. */
  readonly error?: unknown;
  /** Of the account that is there and lacks only groups: the event says so if the message is deferred. */
  readonly userId?: string;
  /** Ids of the groups that were refused; logged, and used nowhere else. */
  readonly refusedGroups?: readonly string[];
}

/** The result of one message. */
export type HireResult =
  | {
      readonly kind: 'provisioned';
      readonly event: ProvisionedEvent;
      /** Whether this delivery stored the account, or granted its groups; if not, the event is a repeat or a duplicate. */
      readonly isNew: boolean;
    }
  /** The hire waits for its day, or a later message about the person does. */
  | { readonly kind: 'scheduled'; readonly event: ScheduledEvent }
  | { readonly kind: 'rejected'; readonly reason: Reason; readonly atMs: number }
  | { readonly kind: 'deferred'; readonly reason: Reason; readonly userId?: string }
  | Retry;

export function retry(cause: RetryCause, delay: RetryDelay, error?: unknown): Retry {
  return { kind: 'retry', cause, delay, ...(error !== undefined && { error }) };
}

/** A call of the directory that failed: retried after the backoff. */
export function retryCallFailure(
  { cause, retryAfterMs, error }: CallFailure,
  backoff: Backoff,
): Retry {
  if (cause === 'out-of-time') return retry(cause, { kind: 'soon' });
  return retry(cause, { ...backoff, ...(retryAfterMs !== undefined && { retryAfterMs }) }, error);
}

/** Waiting is not a failure: claims that only advanced a search do not count. */
export function backoffOf({ attempts, search }: CreatingRecord): Backoff {
  return { kind: 'backoff', failures: attempts - (search?.waits ?? 0) };
}

/** The event of the person's account. It is made of the record, so that a repeat is the very same event. */
export function provisioned(record: ProvisionedRecord, hire: Hire, ctx: HireContext) {
  return { kind: 'provisioned', event: provisionedEvent(record, hire, ctx), isNew: false } as const;
}

export function rejectedNow(reason: Reason, { clock }: Pick<HireContext, 'clock'>): HireResult {
  return { kind: 'rejected', reason, atMs: clock.now() };
}

/** The message that failed its record is rejected again, for the same reason. */
export function rejectedBefore({ reasonCode, reason, failedAtMs }: FailedRecord): HireResult {
  return { kind: 'rejected', reason: { code: reasonCode, message: reason }, atMs: failedAtMs };
}

export function deferred({ cause, userId }: Pick<Retry, 'cause' | 'userId'>): HireResult {
  return {
    kind: 'deferred',
    reason: { code: cause, message: RETRY_CAUSES[cause] },
    ...(userId !== undefined && { userId }),
  };
}

import type { CompletionEvent } from '../contracts/completion-event.ts';
import type { AccountFields } from '../contracts/new-hire.ts';
import type { Reason } from '../contracts/reason.ts';
import type { DirectoryUser } from './directory-user.ts';
import type { CreatingRecord, ProvisionedRecord, SearchProgress, UserRecord } from './record.ts';

/** The only source of time in the core. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export interface Claim {
  readonly personKey: string;
  readonly requestKey: string;
  readonly requestId: string;
  readonly messageId: string;
  readonly employeeId?: string;
  readonly requestedDigest: string;
  readonly nowMs: number;
  readonly leaseUntilMs: number;
  /** Whether the same message may claim again under its own lease: only where the target prevents twins. */
  readonly reclaimOwn: boolean;
}

export interface Completion {
  readonly personKey: string;
  readonly userId: string;
  readonly outcome: ProvisionedRecord['outcome'];
  readonly requestKey: string;
  readonly requestId: string;
  readonly employeeId?: string;
  readonly requestedDigest: string;
  readonly accountDigest: string;
  readonly completedAtMs: number;
}

export interface Failure {
  readonly personKey: string;
  /** What this claim returned: a newer attempt must not be failed by an older one. */
  readonly attempts: number;
  readonly reason: Reason;
  readonly failedAtMs: number;
}

export type ClaimResult =
  | { readonly kind: 'claimed'; readonly record: CreatingRecord }
  /** The condition failed; `record` is what stood there (ALL_OLD). */
  | { readonly kind: 'refused'; readonly record: UserRecord };

export type CompleteResult =
  | { readonly kind: 'completed'; readonly record: ProvisionedRecord }
  | { readonly kind: 'refused'; readonly record: UserRecord | undefined };

export type FailResult =
  | { readonly kind: 'failed' }
  | { readonly kind: 'refused'; readonly record: UserRecord | undefined };

/**
 * The users table. Every method but `read` is one conditional write and a transition of the state table.
 * A method that cannot tell what happened throws; the message is then retried later.
 */
export interface UsersStore {
  /** (none), FAILED by another message, or CREATING with the lease over → CREATING. */
  claim(claim: Claim, signal: AbortSignal): Promise<ClaimResult>;
  /** CREATING or FAILED, whoever holds it, → PROVISIONED; never over another user id. */
  complete(completion: Completion, signal: AbortSignal): Promise<CompleteResult>;
  /** CREATING at exactly these attempts → FAILED. */
  fail(failure: Failure, signal: AbortSignal): Promise<FailResult>;
  /** PROVISIONED with a user id that the directory no longer knows → CREATING, claimed. */
  reopen(claim: Claim, goneUserId: string, signal: AbortSignal): Promise<ClaimResult>;
  /** CREATING at exactly these attempts: keeps how far the directory was searched. */
  saveSearch(
    personKey: string,
    attempts: number,
    search: SearchProgress,
    signal: AbortSignal,
  ): Promise<{ readonly kind: 'saved' | 'refused' }>;
  /** A consistent read, off the hot path. */
  read(personKey: string, signal: AbortSignal): Promise<UserRecord | undefined>;
}

/** A call that may have happened or not, and what to tell the operator about it. */
export interface CallFailure {
  readonly cause:
    | 'throttled'
    | 'target-unavailable'
    | 'target-denied-access'
    | 'target-not-found'
    | 'target-limit-exceeded'
    | 'out-of-time'
    | 'unexpected-error';
  /** Milliseconds that the directory asked to wait. */
  readonly retryAfterMs?: number;
  readonly error?: unknown;
}

/** By what else than an address a person is known, for a directory that keeps an id of ours. */
export interface PersonIds {
  /** HR's own id, where the hire carries one. */
  readonly employeeId?: string;
  /** Pseudonym of the person; stands in for an employee id. */
  readonly personKey: string;
}

/** What a directory is asked to create. */
export interface Creation extends PersonIds {
  readonly fields: AccountFields;
  /** Makes the call idempotent for `tokenLifeMs`; a directory without tokens ignores it. */
  readonly clientToken: string;
}

export type CreateResult =
  | { readonly kind: 'created'; readonly userId: string }
  | { readonly kind: 'conflict' }
  /**
   * The directory will never take this request as it is. `afterLostAnswer`: the user may be there all
   * the same, as the call was sent more than once within this attempt, or as the directory says so of
   * somebody who is there, too.
   */
  | { readonly kind: 'rejected'; readonly afterLostAnswer: boolean }
  | ({ readonly kind: 'unknown' } & CallFailure);

/** Where a search of the directory stands; opaque to the core, may hold personal data, never logged. */
export type SearchPosition = string;

export type FindResult =
  /**
   * Every account whose address matches in any letter case; one alone if it matches exactly. From a
   * directory that keeps an id of ours: the accounts with that id, whatever their address, if any.
   * Else whoever has taken what the directory holds unique besides.
   */
  | { readonly kind: 'found'; readonly users: readonly [DirectoryUser, ...DirectoryUser[]] }
  /** Every page was read since `find` was first asked without a position. */
  | { readonly kind: 'absent' }
  /** Go on at `position` (from anew if there is none). `advanced`: at least one page was read. */
  | ({
      readonly kind: 'unfinished';
      readonly position?: SearchPosition;
      readonly advanced: boolean;
    } & CallFailure);

export type GetResult =
  | { readonly kind: 'present'; readonly user: DirectoryUser }
  | { readonly kind: 'gone' }
  | ({ readonly kind: 'unknown' } & CallFailure);

/** A directory that accounts are created in. No method throws for what the directory or the network does. */
export interface Target {
  /** Kind and identity of the directory, e.g. `finspace:111122223333:eu-west-1:n4vv...`. Part of every key. */
  readonly id: string;
  /** Milliseconds for which a client token makes `create` idempotent; 0 where there is no token. */
  readonly tokenLifeMs: number;
  /**
   * Whether the directory itself refuses a second account for the same address. Where it does not,
   * every attempt looks first and creates only if nobody is found; `create` must then send its call
   * once, and the lease must outlast it.
   */
  readonly enforcesUniqueness: boolean;
  /** What a hire may ask for beyond a plain account; else it is rejected, `unsupported-by-target`. */
  readonly supports: { readonly superUsers: boolean; readonly apiAccess: boolean };
  /** Fields that the directory needs and the contract leaves optional; else `required-by-target`. */
  readonly requires: readonly ('firstName' | 'lastName')[];
  /**
   * Resolves when the directory is likely to take one more `create`, or once the signal is aborted.
   * Absent where nothing is known of how many it takes.
   */
  untilTurn?(signal: AbortSignal): Promise<void>;
  create(creation: Creation, signal: AbortSignal): Promise<CreateResult>;
  /** Whether all who are sought at once are sought in one reading; else each costs calls of its own. */
  readonly findsTogether?: boolean;
  /** Stops reading pages once `pause` is aborted, and says where; `signal` aborts the call under way. */
  find(
    emailAddress: string,
    position: SearchPosition | undefined,
    signals: { readonly pause: AbortSignal; readonly abort: AbortSignal },
    ids?: PersonIds,
  ): Promise<FindResult>;
  get(userId: string, signal: AbortSignal): Promise<GetResult>;
}

/** One call of a directory, retries of the SDK included, for whoever measures it. */
export interface DirectoryCall {
  readonly ms: number;
  readonly result: 'ok' | 'conflict' | 'throttled' | 'other';
  /** Whether it read a page of the whole directory. */
  readonly isPage: boolean;
}

export type OnDirectoryCall = (call: DirectoryCall) => void;

/** Where completion events go. */
export interface CompletionEvents {
  /** Sends in as few calls as it can; answers which events did not go out, by `id`. */
  publish(events: readonly CompletionEvent[], signal: AbortSignal): Promise<ReadonlySet<string>>;
}

/** A message that leaves the new-hire queue for an operator, byte for byte as it came. */
export interface FailedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly reason: Reason;
  readonly requestId: string;
  /** Epoch milliseconds: `rejectedAt` of a rejected message, `firstSeenAt` of one handed over. */
  readonly atMs: number;
}

/** Where messages that an operator must see are kept. */
export interface FailedMessages {
  /** To the rejected queue; answers which did not go out, by message id. */
  reject(messages: readonly FailedMessage[], signal: AbortSignal): Promise<ReadonlySet<string>>;
  /** To the dead-letter queue; answers which did not go out, by message id. */
  defer(messages: readonly FailedMessage[], signal: AbortSignal): Promise<ReadonlySet<string>>;
}

/** One message of the invocation, and when it is to be received again. */
export interface Visibility {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** From now; SQS allows up to 12 hours counted from the receive. */
  readonly visibilitySeconds: number;
}

/** Sets when messages are received again. Never throws: on failure the queue's own timeout applies. */
export interface MessageVisibility {
  /** Returns the ids of the messages whose visibility is not known to be set. */
  setAll(entries: readonly Visibility[], signal: AbortSignal): Promise<ReadonlySet<string>>;
}

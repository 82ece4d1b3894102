import type { AccountFields } from '../contracts/new-hire.ts';
import type { Reason } from '../contracts/reason.ts';
import type { DirectoryUser } from './directory-user.ts';
import type { FieldLimit } from './field-limit.ts';
import type {
  CreatingRecord,
  EmployeePointer,
  ProvisionedRecord,
  SearchProgress,
  UserRecord,
} from './record.ts';
import type { RefusalDetails } from './refusal-details.ts';
import type { UserNameForm } from './user-name.ts';

/** The only source of time in the core. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/** Who asked: stored for people, never compared. */
export interface Asker {
  /** The principal that sent the message of the request. */
  readonly senderId?: string;
  /** Envelope and its source, or `bare`. */
  readonly source?: string;
}

export interface Claim extends Asker {
  readonly personKey: string;
  readonly requestKey: string;
  readonly requestId: string;
  readonly messageId: string;
  /** Epoch milliseconds: a message that was sent before the account was seen gone may not claim. */
  readonly sentAtMs: number;
  readonly employeeKey?: string;
  readonly requestedDigest: string;
  readonly nowMs: number;
  readonly leaseUntilMs: number;
  /** Whether a message may claim under its own lease: only if the target prevents duplicate accounts. */
  readonly reclaimOwn: boolean;
}

export interface Completion extends Asker {
  readonly personKey: string;
  /** That of the record which the claim returned: the account is no one else's by now. */
  readonly claimedEmployeeKey?: string;
  readonly userId: string;
  readonly outcome: ProvisionedRecord['outcome'];
  readonly requestKey: string;
  readonly requestId: string;
  readonly employeeKey?: string;
  readonly requestedDigest: string;
  readonly accountDigest: string;
  readonly userNameForm?: UserNameForm;
  readonly completedAtMs: number;
}

export interface Failure {
  readonly personKey: string;
  /** The attempts that the claim returned: an older attempt must not fail a newer one. */
  readonly attempts: number;
  readonly reason: Reason;
  readonly failedAtMs: number;
  /** Whether no attempt so far can have made an account. */
  readonly isEnd: boolean;
  /** Whether the record lets go of its employee id. */
  readonly freesEmployee: boolean;
}

/** An attempt that goes no further, though its message may. */
export type Release = Pick<Failure, 'personKey' | 'attempts' | 'isEnd'>;

/** The account of a PROVISIONED record that is gone, and whose record it was. */
export type GoneAccount = Pick<ProvisionedRecord, 'userId' | 'employeeKey'>;

export type PointResult =
  | { readonly kind: 'pointed' }
  /** The employee id is held by another person's record. */
  | { readonly kind: 'refused'; readonly pointer: EmployeePointer };

export type ClaimResult =
  | { readonly kind: 'claimed'; readonly record: CreatingRecord }
  /** The condition failed; `record` is the existing one (ALL_OLD). */
  | { readonly kind: 'refused'; readonly record: UserRecord };

export type CompleteResult =
  | { readonly kind: 'completed'; readonly record: ProvisionedRecord }
  | { readonly kind: 'refused'; readonly record: UserRecord | undefined };

/** The directory no longer has the account of a PROVISIONED record. */
export interface Disappearance {
  readonly personKey: string;
  readonly userId: string;
  /** Of the record that named the account: what was seen gone before is another account. */
  readonly completedAtMs: number;
  readonly seenAtMs: number;
}

/** A PROVISIONED record without an employee id, and the first one that a duplicate brings. */
export interface EmployeeNote {
  readonly personKey: string;
  readonly userId: string;
  readonly employeeKey: string;
}

export type NoteResult =
  | { readonly kind: 'noted'; readonly record: ProvisionedRecord }
  | { readonly kind: 'refused'; readonly record: UserRecord | undefined };

export type FailResult =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly record: UserRecord | undefined };

/**
 * The users table. Every method but `read` is one conditional write and a transition of the state table.
 * A method throws if it cannot know whether it wrote; the message is then retried later.
 */
export interface UsersStore {
  /** (none), FAILED by another message, or CREATING with an expired lease → CREATING. */
  claim(claim: Claim, signal: AbortSignal): Promise<ClaimResult>;
  /** CREATING or FAILED, claimed by any message → PROVISIONED; never over another user id. */
  complete(completion: Completion, signal: AbortSignal): Promise<CompleteResult>;
  /**
   * The employee id has no holder, or this one → this one. Not a transition: the pointer is an item of its
   * own. An account is created only after its employee id points to the record.
   */
  point(pointer: EmployeePointer, signal: AbortSignal): Promise<PointResult>;
  /** This holder by this attempt → none. */
  unpoint(pointer: EmployeePointer, signal: AbortSignal): Promise<void>;
  /** CREATING at exactly these attempts: lets go of the lease and of the employee id. */
  release(release: Release, signal: AbortSignal): Promise<FailResult>;
  /** CREATING at exactly these attempts → FAILED. */
  fail(failure: Failure, signal: AbortSignal): Promise<FailResult>;
  /** PROVISIONED with a user id that was seen gone, by a message sent later → CREATING, claimed. */
  reopen(claim: Claim, gone: GoneAccount, signal: AbortSignal): Promise<ClaimResult>;
  /** PROVISIONED with this user id: keeps when the directory was first seen without it. */
  noteGone(gone: Disappearance, signal: AbortSignal): Promise<NoteResult>;
  /** PROVISIONED with this user id and without another employee id: keeps this one. */
  noteEmployee(note: EmployeeNote, signal: AbortSignal): Promise<NoteResult>;
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

/** A call that may or may not have taken effect, and the cause that the operator sees. */
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

/** The ids of a person other than the address, for a directory that stores an id of ours. */
export interface PersonIds {
  /** HR's own id, where the hire carries one. */
  readonly employeeId?: string;
  /** Pseudonym of the person; stands in for an employee id. */
  readonly personKey: string;
}

/** The person whom a search looks for. */
export interface Sought extends PersonIds {
  /** After a conflict an account exists, even if a look-up shows none; after a refusal it may. */
  readonly after?: SearchProgress['after'];
}

/** The account to create. */
export interface Creation extends PersonIds {
  readonly fields: AccountFields;
  /** Makes the call idempotent for `tokenLifeMs`; a directory without tokens ignores it. */
  readonly clientToken: string;
}

export type CreateResult =
  /** `userName` where the directory has user names. */
  | { readonly kind: 'created'; readonly userId: string; readonly userName?: string }
  | { readonly kind: 'conflict' }
  /**
   * The directory will never accept this request as it is. `afterLostAnswer`: the user may exist
   * anyway, because this attempt sent the call more than once, or because the directory refuses
   * existing users in the same way.
   */
  | {
      readonly kind: 'rejected';
      readonly afterLostAnswer: boolean;
      readonly details?: RefusalDetails;
    }
  /** `mayBeConflict`: the directory may respond to an existing account in the same way, each time. */
  | ({ readonly kind: 'unknown'; readonly mayBeConflict?: boolean } & CallFailure);

/** Where a search of the directory stopped. Opaque to the core; may be personal data, never logged. */
export type SearchPosition = string;

export type FindResult =
  /**
   * Every account whose address matches in any letter case; only one if it matches exactly. From a
   * directory that stores an id of ours: the accounts with that id, whatever their address, if any.
   * Else the account that holds another value which the directory keeps unique.
   */
  | { readonly kind: 'found'; readonly users: readonly [DirectoryUser, ...DirectoryUser[]] }
  /** Every page was read since `find` was first called without a position. */
  | { readonly kind: 'absent' }
  /** Continue at `position`, or from the start if absent. `advanced`: at least one page was read. */
  | ({
      readonly kind: 'unfinished';
      readonly position?: SearchPosition;
      readonly advanced: boolean;
    } & CallFailure);

export type GetResult =
  | { readonly kind: 'present'; readonly user: DirectoryUser }
  | { readonly kind: 'gone' }
  | ({ readonly kind: 'unknown' } & CallFailure);

/** A directory in which accounts are created. No method throws when the directory or the network fails. */
export interface Target {
  /** Kind and identity of the directory, e.g. `finspace:111122223333:eu-west-1:n4vv...`. Part of every key. */
  readonly id: string;
  /** Milliseconds for which a client token makes `create` idempotent; 0 if it has no tokens. */
  readonly tokenLifeMs: number;
  /**
   * Milliseconds by which the directory's reads may lag behind its writes. An account is believed
   * absent, or gone, only once our own last creation for the person is longer ago than this.
   */
  readonly readLagMs: number;
  /**
   * Whether the directory itself refuses a second account for the same address. If it does not, every
   * attempt searches first and creates only if no account is found. `create` must then send its call
   * only once.
   */
  readonly enforcesUniqueness: boolean;
  /** What a hire may request beyond a plain account; else it is rejected as `unsupported-by-target`. */
  readonly supports: { readonly superUsers: boolean; readonly apiAccess: boolean };
  /** Fields that the directory requires and the contract does not; else `required-by-target`. */
  readonly requires: readonly ('firstName' | 'lastName')[];
  /** Its own limits, where they are narrower than the contract's; else `outside-target-limits`. */
  readonly limits?: readonly FieldLimit[];
  /**
   * Resolves when the directory is likely to accept one more `create`, or when the signal aborts.
   * Absent if nothing is known about how many it accepts.
   */
  untilTurn?(signal: AbortSignal): Promise<void>;
  /** Begins to open what the calls of one creation need, such as connections. Never waits, never throws. */
  expectCreate?(): void;
  create(creation: Creation, signal: AbortSignal): Promise<CreateResult>;
  /** Whether concurrent calls of `find` share one scan of the directory; else each reads by itself. */
  readonly findsTogether?: boolean;
  /** Stops between pages when `pause` aborts and returns its position; `abort` ends the call itself. */
  find(
    emailAddress: string,
    position: SearchPosition | undefined,
    signals: { readonly pause: AbortSignal; readonly abort: AbortSignal },
    sought?: Sought,
  ): Promise<FindResult>;
  get(userId: string, signal: AbortSignal): Promise<GetResult>;
  /**
   * Ends what must not outlast an invocation, such as connections: Lambda freezes the instance after it. Called
   * once no other call is in progress. Never throws.
   */
  endInvocation?(): Promise<void>;
}

/** The measurement of one call of a directory, retries of the SDK included. */
export interface DirectoryCall {
  readonly ms: number;
  readonly result: 'ok' | 'conflict' | 'throttled' | 'other';
  /** Whether it read a page of the whole directory. */
  readonly isPage: boolean;
}

export type OnDirectoryCall = (call: DirectoryCall) => void;

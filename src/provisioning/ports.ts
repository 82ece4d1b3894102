import type { AccountFields } from '../contracts/new-hire.ts';
import type { Profile } from '../contracts/profile-fields.ts';
import type { DirectoryUser } from './directory-user.ts';
import type { FieldLimit } from './field-limit.ts';
import type { ProfileRules } from './profile-rules.ts';
import type { SearchProgress } from './record.ts';
import type { RefusalDetails } from './refusal-details.ts';

/** The only source of time in the core. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
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
  /** What else the account gets; of a manager, the user id. */
  readonly profile?: Profile;
  /** Makes the call idempotent for `tokenLifeMs`; a directory without tokens ignores it. */
  readonly clientToken: string;
}

export type CreateResult =
  /** `userName` where the directory has user names. */
  | { readonly kind: 'created'; readonly userId: string; readonly userName?: string }
  | { readonly kind: 'conflict' }
  /**
   * The directory will never accept this request as it is. `afterLostAnswer`: this attempt sent the call more than
   * once, and an earlier one may have created the user. `mayBeConflict`: the directory refuses existing users in the
   * same way.
   */
  | {
      readonly kind: 'rejected';
      readonly afterLostAnswer: boolean;
      readonly mayBeConflict?: boolean;
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
  /** `isUnreadable`: the directory has the account, but what it shows of it cannot be used, now or later. */
  | ({ readonly kind: 'unknown'; readonly isUnreadable?: true } & CallFailure);

export type GrantResult =
  /** The account is in the group, by this call or since before. */
  | { readonly kind: 'granted' }
  /** The directory has no such user; its reads may lag behind the creation. */
  | { readonly kind: 'no-such-user' }
  /** The group is gone, or the directory denies the function this group. */
  | { readonly kind: 'refused' }
  /** The directory has account and group, and does not show the one in the other: its reads lag, or it adds no one. */
  | { readonly kind: 'not-shown'; readonly error?: unknown }
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
  /** Absent where the directory keeps no profiles, or the operator has nothing forwarded or bounded. */
  readonly profile?: ProfileRules;
  /**
   * Resolves when the directory is likely to accept one more `create`, or when the signal aborts.
   * Absent if nothing is known about how many it accepts.
   */
  untilTurn?(signal: AbortSignal): Promise<void>;
  /** Begins to open what the calls of this person's creation need, such as connections. Never waits, never throws. */
  expectCreate?(ids: PersonIds): void;
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
   * Adds an account to a group; does nothing where it is in it. Never creates a group. Absent where Joiner grants no
   * groups in this kind of directory.
   */
  grant?(userId: string, group: string, signal: AbortSignal): Promise<GrantResult>;
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

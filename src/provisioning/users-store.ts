import type { Reason } from '../contracts/reason.ts';
import type { GroupReason } from './group-rules.ts';
import type {
  AccountRecord,
  CreatingRecord,
  EmployeePointer,
  ProvisionedRecord,
  SearchProgress,
  UserRecord,
} from './record.ts';
import type { UserNameForm } from './user-name.ts';

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
  /**
   * Present where creations are limited: the hour in which the account counts, unless an earlier claim has counted it;
   * `counted-before` claims only what an earlier claim has counted.
   */
  readonly place?: { readonly hour: number } | 'counted-before';
}

export interface Completion extends Asker, Partial<GroupReason> {
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
  readonly profileDigests?: ReadonlySet<string>;
  readonly pending?: ReadonlySet<string>;
  /** Ids of the groups that the account gets; absent if none. */
  readonly groups?: ReadonlySet<string>;
  /** Ids of the groups that it does not get, as it was there before; absent if none. */
  readonly withheldGroups?: ReadonlySet<string>;
  readonly completedAtMs: number;
}

/** The account of a GRANTING record that is in all groups of the record. */
export type Granted = Pick<AccountRecord, 'personKey' | 'userId' | 'completedAtMs'>;

export interface Failure {
  readonly personKey: string;
  /** The attempts that the claim returned: an older attempt must not fail a newer one. */
  readonly attempts: number;
  readonly reason: Reason;
  readonly failedAtMs: number;
  /** Whether no attempt so far can have made an account. */
  readonly madeNoAccount: boolean;
  /** Whether the record lets go of its employee id. */
  readonly freesEmployee: boolean;
}

/** An attempt that goes no further, though its message may. */
export interface Release extends Pick<Failure, 'personKey' | 'attempts' | 'madeNoAccount'> {
  /** Whether no attempt before this one can make one any more, either: the record then counts as no creation. */
  readonly leavesPlace: boolean;
  /** Epoch milliseconds, at which the lease ends. */
  readonly releasedAtMs: number;
}

/** The account on record that is gone, and whose record it was. */
export type GoneAccount = Pick<AccountRecord, 'userId' | 'employeeKey'>;

export type PointResult =
  | { readonly kind: 'pointed' }
  /** The employee id is held by another person's record. */
  | { readonly kind: 'refused'; readonly pointer: EmployeePointer };

/** Whether the account of the record counts by the place of this very claim, also where others have claimed since. */
interface PlaceUse {
  readonly usesPlace?: true;
}

export type ClaimResult = PlaceUse &
  (
    | { readonly kind: 'claimed'; readonly record: CreatingRecord }
    /**
     * The condition failed; `record` is the existing one (ALL_OLD). Absent where a claim without a place found none, or
     * the record to reopen has expired, or was erased, since it was read.
     */
    | { readonly kind: 'refused'; readonly record: UserRecord | undefined }
  );

export type CompleteResult =
  | { readonly kind: 'completed'; readonly record: AccountRecord }
  | { readonly kind: 'refused'; readonly record: UserRecord | undefined };

export type FinishResult =
  | { readonly kind: 'finished'; readonly record: ProvisionedRecord }
  | { readonly kind: 'refused' };

/** The directory no longer has the account on record. */
export interface Disappearance {
  readonly personKey: string;
  readonly userId: string;
  /** Of the record that named the account: what was seen gone before is another account. */
  readonly completedAtMs: number;
  readonly seenAtMs: number;
  /** From when on the table may delete the record; absent if never. */
  readonly expiresAtEpochSeconds?: number;
}

/** The directory has the account of a record again that it was seen without. */
export interface Return {
  readonly personKey: string;
  readonly userId: string;
  readonly goneSeenAtMs: number;
}

/** The pointer to a record that expires, by whichever attempt of it. */
export interface PointerExpiry extends Pick<EmployeePointer, 'employeeKey' | 'personKey'> {
  /** How `attempt` begins. */
  readonly since: string;
  readonly expiresAtEpochSeconds: number;
}

/** A record with an account and without an employee id, and the first one that a duplicate brings. */
export interface EmployeeNote {
  readonly personKey: string;
  readonly userId: string;
  readonly employeeKey: string;
}

export type NoteResult =
  | { readonly kind: 'noted'; readonly record: AccountRecord }
  | { readonly kind: 'refused'; readonly record: UserRecord | undefined };

export type FailResult =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly record: UserRecord | undefined };

/**
 * The users table. Every method but `read` and `readPointer` is one conditional write and a transition of the state table.
 * A method throws if it cannot know whether it wrote; the message is then retried later.
 */
export interface UsersStore {
  /** (none), FAILED by another message, or CREATING with an expired lease → CREATING. */
  claim(claim: Claim, signal: AbortSignal): Promise<ClaimResult>;
  /** CREATING or FAILED, claimed by any message → GRANTING with groups, else PROVISIONED; never over another user id. */
  complete(completion: Completion, signal: AbortSignal): Promise<CompleteResult>;
  /** GRANTING with this account → PROVISIONED. A record that another message has finished is finished. */
  finish(granted: Granted, signal: AbortSignal): Promise<FinishResult>;
  /**
   * The employee id has no holder, or this one → this one. Not a transition: the pointer is an item of its
   * own. An account is created only after its employee id points to the record.
   * @param abandoned a pointer whose record is not there any more: from exactly this one, too
   */
  point(
    pointer: EmployeePointer,
    abandoned: EmployeePointer | undefined,
    signal: AbortSignal,
  ): Promise<PointResult>;
  /** This holder by this attempt → none. */
  unpoint(pointer: Omit<EmployeePointer, 'pointedAtMs'>, signal: AbortSignal): Promise<void>;
  /** This holder, by an attempt of the record: ends with the record. */
  expirePointer(expiry: PointerExpiry, signal: AbortSignal): Promise<void>;
  /** CREATING at exactly these attempts: lets go of the lease and of the employee id. */
  release(release: Release, signal: AbortSignal): Promise<FailResult>;
  /** CREATING at exactly these attempts → FAILED. */
  fail(failure: Failure, signal: AbortSignal): Promise<FailResult>;
  /** GRANTING or PROVISIONED with a user id that was seen gone, by a message sent later → CREATING, claimed. */
  reopen(claim: Claim, gone: GoneAccount, signal: AbortSignal): Promise<ClaimResult>;
  /** GRANTING or PROVISIONED with this user id: keeps when the directory was first seen without it, and when the record ends. */
  noteGone(gone: Disappearance, signal: AbortSignal): Promise<NoteResult>;
  /** GRANTING or PROVISIONED with this user id, which was seen gone at that time: it is there, and the record does not end. */
  noteBack(back: Return, signal: AbortSignal): Promise<NoteResult>;
  /** GRANTING or PROVISIONED with this user id and without another employee id: keeps this one. */
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
  /** The record that an employee id points to. A consistent read, off the hot path. */
  readPointer(employeeKey: string, signal: AbortSignal): Promise<EmployeePointer | undefined>;
}

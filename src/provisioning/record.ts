import type { UserNameForm } from './user-name.ts';

/** How the account came to exist, as completion events report it. */
export type Outcome = 'created' | 'recovered' | 'existing';

/** How far the directory has been searched for a person's account. */
export interface SearchProgress {
  /** The message that searches; another message starts a search of its own. */
  readonly messageId: string;
  /**
   * What the search has to explain; `doubt` if only a search prevents a duplicate account. A search
   * after a refusal, or in doubt, proves nothing about a conflict.
   */
  readonly after: 'conflict' | 'refusal' | 'doubt';
  /** The attempts of the claim that searched last. */
  readonly attempts: number;
  /** Where to continue; treated as personal data, never logged. */
  readonly position?: string;
  /**
   * Epoch milliseconds of the last call that may have created an account which reads do not show yet;
   * absent where there was none. Absence is believed only once this is settled.
   */
  readonly unsettledSinceMs?: number;
  /** Complete searches of the directory that found no account, once that is settled. */
  readonly wholeSearches: number;
  /** Claims that only waited or advanced the search: they do not lengthen the backoff. */
  readonly waits: number;
}

interface Attempted {
  readonly personKey: string;
  /** Claims so far; grows with every claim and never shrinks. */
  readonly attempts: number;
  readonly firstAttemptAtMs: number;
  readonly requestKey: string;
  readonly requestId: string;
  /** The principal that sent the message of this request. */
  readonly senderId?: string;
  /** Of this request: envelope and its source, or `bare`. */
  readonly source?: string;
  /** The message that claimed last. */
  readonly messageId: string;
  /** Pseudonym of the employee id that holds the record. */
  readonly employeeKey?: string;
  /** Attempts that ended for certain without an account; all later ones may have called the directory. */
  readonly attemptsWithoutAccount?: number;
  /** Epoch milliseconds of the first attempt that may have made an account; absent where none so far can have. */
  readonly openSinceMs?: number;
  /** The hour in whose budget the account counts; absent where creations had no limit then. */
  readonly countedHour?: number;
  /** Whether a claim without a place of its own may count in that hour: until the attempt has ended without an account. */
  readonly hasPlace?: true;
  /** Epoch milliseconds at which the directory was first seen without the account of this record. */
  readonly goneSeenAtMs?: number;
  /** The requested digests of the attempts: of all, or of the last ones where there were too many. */
  readonly attemptedDigests: ReadonlySet<string>;
  readonly search?: SearchProgress;
}

export interface CreatingRecord extends Attempted {
  readonly state: 'CREATING';
  readonly leaseUntilMs: number;
}

/** What a record has of its account. */
interface Completed extends Attempted {
  readonly userId: string;
  readonly outcome: Outcome;
  /** Of the request that provisioned it; the record may have learned its `employeeKey` from another. */
  readonly requestEmployeeKey?: string;
  readonly requestedDigest: string;
  /** Digest of the account's own fields, which may differ from what the message requested. */
  readonly accountDigest: string;
  /** Of the account's user name; absent where it does not follow from the address. */
  readonly userNameForm?: UserNameForm;
  /** Of the forwarded fields that the account has as the message requested them, one each. */
  readonly profileDigests?: ReadonlySet<string>;
  /** Forwarded fields that the account does not have yet. */
  readonly pending?: ReadonlySet<string>;
  /** Of the rules by which its groups were planned; absent if there were no rules. */
  readonly rulesVersion?: string;
  /** Absent if no rule applied. */
  readonly appliedRules?: ReadonlySet<number>;
  readonly completedAtMs: number;
  /** Of an account that was seen gone: from when on the table may delete the record, at some time. */
  readonly expiresAtEpochSeconds?: number;
}

/** The account is there. It is not known to be in all its groups yet. */
export interface GrantingRecord extends Completed {
  readonly state: 'GRANTING';
  /** Ids of the groups that the account gets: the plan of the request that completed the record. */
  readonly groups: ReadonlySet<string>;
}

export interface ProvisionedRecord extends Completed {
  readonly state: 'PROVISIONED';
  /** Ids of the groups that the account was added to; absent if none. */
  readonly groups?: ReadonlySet<string>;
  /** Ids of the groups that the request planned for an account that was there before, and did not get. */
  readonly withheldGroups?: ReadonlySet<string>;
}

/** A record that names an account. */
export type AccountRecord = GrantingRecord | ProvisionedRecord;

export interface FailedRecord extends Attempted {
  readonly state: 'FAILED';
  readonly reasonCode: string;
  readonly reason: string;
  readonly failedAtMs: number;
}

/** Which person's record holds an employee id, so that the id has at most one account. */
export interface EmployeePointer {
  readonly employeeKey: string;
  readonly personKey: string;
  /** Who pointed last: never the same twice, also where the record was erased and made again. */
  readonly attempt: string;
  /** Epoch milliseconds: for as long as a call may last, a message that pointed may be at work. */
  readonly pointedAtMs: number;
}

export type UserRecord = CreatingRecord | AccountRecord | FailedRecord;

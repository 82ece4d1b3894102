/** How an account came about, as completion events tell it. */
export type Outcome = 'created' | 'recovered' | 'existing';

/** How far the directory has been searched for a person after a conflict. */
export interface SearchProgress {
  /** The message that searches; another message's search starts anew. */
  readonly messageId: string;
  /**
   * What is to be explained, or in doubt where nothing but a look prevents a twin. A search after a
   * refusal, or in doubt, proves nothing about a conflict.
   */
  readonly after: 'conflict' | 'refusal' | 'doubt';
  /** The claim that searched last. */
  readonly attempts: number;
  /** Where to go on; treated as personal, never logged. */
  readonly position?: string;
  /** Whole searches of the directory without a find. */
  readonly wholeSearches: number;
  /** Claims that only waited or moved the search on: they do not lengthen the backoff. */
  readonly waits: number;
}

interface Attempted {
  readonly personKey: string;
  /** Claims so far; grows with every claim and never shrinks. */
  readonly attempts: number;
  readonly firstAttemptAtMs: number;
  readonly requestKey: string;
  readonly requestId: string;
  /** The message that claimed last. */
  readonly messageId: string;
  readonly employeeId?: string;
  /** Asked digests of every attempt. */
  readonly attemptedDigests: ReadonlySet<string>;
  readonly search?: SearchProgress;
}

export interface CreatingRecord extends Attempted {
  readonly state: 'CREATING';
  readonly leaseUntilMs: number;
}

export interface ProvisionedRecord extends Attempted {
  readonly state: 'PROVISIONED';
  readonly userId: string;
  readonly outcome: Outcome;
  readonly requestedDigest: string;
  /** Digest of the account's own fields, which may not be what the message asked. */
  readonly accountDigest: string;
  readonly completedAtMs: number;
}

export interface FailedRecord extends Attempted {
  readonly state: 'FAILED';
  readonly reasonCode: string;
  readonly reason: string;
  readonly failedAtMs: number;
}

export type UserRecord = CreatingRecord | ProvisionedRecord | FailedRecord;

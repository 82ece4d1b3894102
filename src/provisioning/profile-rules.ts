import type { ProvisionedEvent } from '../contracts/completion-event.ts';
import type { Profile, ProfileField } from '../contracts/profile-fields.ts';
import type { Reason } from '../contracts/reason.ts';
import type { Digests } from './digests.ts';
import type { DirectoryUser } from './directory-user.ts';
import type { Hire } from './hire.ts';
import type { EmployeePointer, ProvisionedRecord, UserRecord } from './record.ts';

/** What a record stores of an account's profile: digests, and the names of fields. */
export type ProfileNote = Pick<ProvisionedRecord, 'profileDigests' | 'pending'>;

/** The profile of an account that is to be created. */
export interface GivenProfile {
  readonly profile: Profile;
  readonly note: ProfileNote;
}

export interface ProfileReport {
  /** Of all that this message asks for, its profile too. */
  readonly contentDigest: string;
  readonly data: Pick<ProvisionedEvent['data'], 'differs' | 'pending'>;
}

export interface ProfileDeps {
  readonly store: {
    read(personKey: string): Promise<UserRecord | undefined>;
    readPointer(employeeKey: string): Promise<EmployeePointer | undefined>;
  };
  readonly digests: Digests;
}

/**
 * What a directory and its operator make of profiles. A part of the target, so that a function for a directory
 * without profiles has none of it.
 */
export interface ProfileRules {
  /** What is read of a profile, because it is forwarded or bounded. */
  readonly fields: readonly ProfileField[];
  /** Returns why a profile is refused, or undefined if it is accepted. */
  check(profile: Profile): Reason | undefined;
  /** Whether an account has only values that the operator allows. */
  allows(account: DirectoryUser): boolean;
  /** What an account for this hire gets; undefined for nothing. Reads the record of a manager. */
  give(hire: Hire, deps: ProfileDeps): Promise<GivenProfile | undefined>;
  /** What is to be stored of an account that was found. Reads the record of a manager. */
  compare(account: DirectoryUser, hire: Hire, deps: ProfileDeps): Promise<ProfileNote>;
  /** What the event of this hire says of the account on record; undefined for nothing. */
  report(record: ProvisionedRecord, hire: Hire, digests: Digests): ProfileReport | undefined;
}

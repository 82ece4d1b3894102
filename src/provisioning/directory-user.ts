import type { AccountFields } from '../contracts/new-hire.ts';
import type { Profile } from '../contracts/profile-fields.ts';

/** An account as the directory returns it. `emailAddress` has the directory's spelling. */
export interface DirectoryUser extends AccountFields {
  readonly userId: string;
  readonly status: 'CREATING' | 'ENABLED' | 'DISABLED';
  /** Epoch milliseconds; absent if the directory does not report it. */
  readonly createTimeMs?: number;
  /** The owner's employee id, or person key, if the directory stores one. */
  readonly employeeId?: string;
  /**
   * The fields of the profile that the directory returns unchanged; empty for one that the account does not have.
   * Absent where it keeps none, where nothing is forwarded or bounded, or where it was not read.
   */
  readonly profile?: Profile;
  /** Absent if the directory has no user names. */
  readonly userName?: string;
}

/** Whether an address in a directory's spelling equals this lower-case one, ignoring letter case. */
export function isSameAddress(spelled: string, emailAddress: string): boolean {
  return lowerCaseOf(spelled) === emailAddress;
}

/** Only ASCII letters are lower-cased: U+212A would become a k, and another person's address would match. */
export function lowerCaseOf(spelled: string): string {
  return spelled.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

import type { AccountFields } from '../contracts/new-hire.ts';

/** An account as the directory shows it. `emailAddress` is spelled as the directory spells it. */
export interface DirectoryUser extends AccountFields {
  readonly userId: string;
  readonly status: 'CREATING' | 'ENABLED' | 'DISABLED';
  /** Epoch milliseconds; absent where the directory does not tell. */
  readonly createTimeMs?: number;
  /** The directory's own note of whose account this is, where it keeps one. */
  readonly employeeId?: string;
}

/**
 * Whether an address, as a directory spells it, is this one in whatever letter case. ASCII letters
 * only: of the others, U+212A would become a k, and somebody else this person.
 */
export function isSameAddress(spelled: string, emailAddress: string): boolean {
  return spelled.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) === emailAddress;
}

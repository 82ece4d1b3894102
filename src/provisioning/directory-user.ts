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

import type { DirectoryUser } from '../provisioning/directory-user.ts';
import type { CallFailure } from '../provisioning/ports.ts';

/** Where a reading of the directory continues. Opaque; may be personal data, never logged. */
export type ReadingPosition = string;

/** The directory does not accept the position: it has expired, say. Only a reading from the start is left. */
interface PositionRefused {
  readonly kind: 'position-refused';
}

interface FailedPage {
  readonly kind: 'failed';
  readonly failure: CallFailure;
}

export type AccountsPage =
  | {
      readonly kind: 'page';
      readonly users: readonly DirectoryUser[];
      /** Accounts without a usable id or an address, or that are too long: nothing can be said about them. */
      readonly unreadable: number;
      /** undefined at the end of the directory. */
      readonly next: ReadingPosition | undefined;
    }
  | PositionRefused
  | FailedPage;

export type MembersPage =
  | {
      readonly kind: 'page';
      readonly userIds: readonly string[];
      /** Whether an account that no page has is not in the group. Else `isMember` is to be asked. */
      readonly isWhole: boolean;
      readonly next: ReadingPosition | undefined;
    }
  | { readonly kind: 'gone' }
  | PositionRefused
  | FailedPage;

export type MemberResult =
  | { readonly kind: 'member' | 'not-member' }
  /** The directory does not show who is in the group. */
  | { readonly kind: 'hidden' }
  | FailedPage;

/** Reads all of a directory, one page a call, and changes nothing. For operators: the function never does. Never throws. */
export interface DirectoryReader {
  /** The page at a position, the first if absent. */
  readAccounts(position: ReadingPosition | undefined, signal: AbortSignal): Promise<AccountsPage>;
  /** The accounts in a group, by their ids. */
  readMembers(
    group: string,
    position: ReadingPosition | undefined,
    signal: AbortSignal,
  ): Promise<MembersPage>;
  /** Whether one account is in a group. Absent where lists of members are always whole. */
  isMember?(userId: string, group: string, signal: AbortSignal): Promise<MemberResult>;
}

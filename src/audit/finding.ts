import type { AccountKind } from './judge-account.ts';

/** What an audit reports. */
export type FindingKind =
  | AccountKind
  /** It is there, but what the directory shows of it cannot be compared. */
  | 'account-unreadable'
  /** Several accounts have one employee number, or one address in any letter case. */
  | 'duplicate-accounts'
  /** The record is CREATING or GRANTING, and no message can be left that would finish it. */
  | 'record-stuck'
  /** The account is not in groups that it was added to. */
  | 'groups-missing'
  /** The directory does not have a group that accounts were added to. */
  | 'group-gone'
  /** The employee id of the record points to no one. */
  | 'pointer-missing'
  /** The employee id of the record points to another record, which holds it too. */
  | 'pointer-elsewhere'
  /** The employee id points to a record that does not hold it, or is not there. */
  | 'pointer-dangling';

/** An account as the second look saw it. Personal data: never stored, and shown on request only. */
export interface SeenAccount {
  readonly emailAddress: string;
  /** What the directory notes as the employee's number. */
  readonly employeeId?: string;
}

/** One thing that is not as Joiner left it, which two looks have seen. */
export interface Finding {
  readonly kind: FindingKind;
  readonly personKey?: string;
  readonly employeeKey?: string;
  /** Accounts, by the directory's ids. */
  readonly userIds: readonly string[];
  readonly groups?: readonly string[];
  /** How many accounts were added to a group that is gone. */
  readonly accounts?: number;
  /** Absent where no account was seen, or an earlier process of the same audit saw it. */
  readonly seen?: readonly SeenAccount[];
}

/** What the first look saw. It becomes a finding if the second look sees it, too. */
export type Candidate =
  | {
      readonly about: 'account';
      readonly personKey: string;
      readonly userId: string;
      readonly kinds: readonly AccountKind[];
    }
  | { readonly about: 'record'; readonly personKey: string; readonly attempts: number }
  | { readonly about: 'pointer'; readonly employeeKey: string; readonly holders: readonly string[] }
  | {
      readonly about: 'duplicate';
      /** Key of the person at the address, or of the employee id. */
      readonly key: string;
      readonly userIds: readonly string[];
    }
  | {
      readonly about: 'group';
      readonly group: string;
      readonly people: readonly GroupMember[];
    };

export interface GroupMember {
  readonly personKey: string;
  readonly userId: string;
}

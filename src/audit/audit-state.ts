import type { CompactKey } from './compact-key.ts';
import type { EmployeePairs } from './employee-pairs.ts';
import type { Candidate, Finding } from './finding.ts';

/** What an audit keeps of a record that names an account. */
export interface KnownAccount {
  readonly person: CompactKey;
  readonly employee: CompactKey | undefined;
  /** Of a record that is PROVISIONED; one array for all records with the same groups. */
  readonly groups: readonly string[] | undefined;
  /** Whether the account counts: completed since the time that was asked for, and not noted as gone. */
  readonly isChecked: boolean;
  /** Completed so recently that reads may lag behind. */
  readonly isYoung: boolean;
  isSeen: boolean;
  /** Another record that names the same account. */
  readonly other: KnownAccount | undefined;
}

export interface UnknownAccount {
  readonly userId: string;
  /** Of the person at its address. */
  readonly person: CompactKey;
}

/** What is counted. */
export type Counts = Record<
  | 'tablePages'
  | 'records'
  | 'withAccount'
  | 'checked'
  | 'goneNoted'
  | 'creating'
  | 'failed'
  | 'pointers'
  | 'directoryPages'
  | 'accounts'
  | 'unreadable'
  | 'young'
  | 'groups'
  | 'groupPages'
  | 'candidates'
  | 'lookedAgain',
  number
>;

export type Phase = 'table' | 'directory' | 'groups' | 'second-look' | 'done';

/** All of an audit between two of its steps. It holds keys, and the directory's ids, but no address and no name. */
export interface AuditState {
  readonly startedAtMs: number;
  /** Epoch milliseconds: only records that were completed since then are checked. */
  readonly sinceMs: number | undefined;
  phase: Phase;
  /** Where the table, or the directory, is read on; treated as personal data. */
  position: string | undefined;
  /** How often the directory did not accept a position, so that it is read from the start. */
  restarts: number;
  readonly counts: Counts;
  /** By the directory's id. */
  readonly known: Map<string, KnownAccount>;
  readonly pairs: EmployeePairs;
  /** Each set of groups once, by its JSON: most people have those of a few rules. */
  readonly groupSets: Map<string, readonly string[]>;
  /** The account seen at an address, and for an employee, by their keys. */
  readonly byPerson: Map<CompactKey, string>;
  readonly byEmployee: Map<CompactKey, string>;
  /** Accounts that share a key, by that key. */
  readonly shared: Map<string, Set<string>>;
  readonly unknown: UnknownAccount[];
  candidates: Candidate[];
  firstLookEndedAtMs: number | undefined;
  endedAtMs: number | undefined;
  /** Index of the group, or of the candidate, that is next. */
  next: number;
  readonly findings: Finding[];
  /** Groups whose members the directory does not show, so that nothing is known about them. */
  readonly hiddenGroups: Set<string>;
}

export function newAuditState(nowMs: number, sinceMs?: number): AuditState {
  return {
    startedAtMs: nowMs,
    sinceMs,
    phase: 'table',
    position: undefined,
    restarts: 0,
    counts: {
      tablePages: 0,
      records: 0,
      withAccount: 0,
      checked: 0,
      goneNoted: 0,
      creating: 0,
      failed: 0,
      pointers: 0,
      directoryPages: 0,
      accounts: 0,
      unreadable: 0,
      young: 0,
      groups: 0,
      groupPages: 0,
      candidates: 0,
      lookedAgain: 0,
    },
    known: new Map(),
    pairs: new Map(),
    groupSets: new Map(),
    byPerson: new Map(),
    byEmployee: new Map(),
    shared: new Map(),
    unknown: [],
    candidates: [],
    firstLookEndedAtMs: undefined,
    endedAtMs: undefined,
    next: 0,
    findings: [],
    hiddenGroups: new Set(),
  };
}

/** Every record that names an account, with the id of that. */
export function* knownAccounts({
  known,
}: Pick<AuditState, 'known'>): Generator<readonly [userId: string, account: KnownAccount]> {
  for (const [userId, first] of known)
    for (let one: KnownAccount | undefined = first; one; one = one.other) yield [userId, one];
}

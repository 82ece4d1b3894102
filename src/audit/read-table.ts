import { type StoredPointer, scanUsersTable } from '../aws/scan-users-table.ts';
import { hasAccount } from '../provisioning/has-account.ts';
import type {
  AccountRecord,
  CreatingRecord,
  FailedRecord,
  UserRecord,
} from '../provisioning/record.ts';
import { goneSeenAtMsOf } from '../provisioning/states.ts';
import type { AuditState, KnownAccount } from './audit-state.ts';
import { compactKeyOf } from './compact-key.ts';
import { addHolder, addPointer } from './employee-pairs.ts';
import { isStuck } from './is-stuck.ts';
import { type AuditDeps, type AuditStep, settleMsOf } from './ports.ts';

/**
 * Reads one page of the users table, and keeps what the directory is compared with.
 * @throws UserItemError when Joiner did not write an item, and the SDK's error when the call fails
 */
export async function readTable(
  state: AuditState,
  deps: AuditDeps,
  signal: AbortSignal,
): Promise<AuditStep> {
  const page = await scanUsersTable(deps.table, state.position, signal);
  const youngSinceMs = state.startedAtMs - settleMsOf(deps);
  for (const record of page.records) addRecord(record, state, youngSinceMs);
  for (const pointer of page.pointers) addStoredPointer(pointer, state, youngSinceMs);
  state.counts.tablePages += 1;
  state.position = page.next;
  if (page.next === undefined) state.phase = 'directory';
  return { kind: 'advanced', read: 'table' };
}

function addRecord(record: UserRecord, state: AuditState, youngSinceMs: number): void {
  const { counts } = state;
  counts.records += 1;
  if (hasAccount(record)) addAccount(record, state, youngSinceMs);
  else addUnfinished(record, state);
}

function addUnfinished(record: CreatingRecord | FailedRecord, state: AuditState): void {
  const { counts, sinceMs } = state;
  if (record.state === 'CREATING') counts.creating += 1;
  else counts.failed += 1;
  if (sinceMs === undefined) addIfStuck(record, state);
  // It may be about to point, or has let go of its pointer.
  if (record.employeeKey !== undefined) addHolderOf(record, record.employeeKey, state, false);
}

function addAccount(record: AccountRecord, state: AuditState, youngSinceMs: number): void {
  const { counts, known, sinceMs = 0 } = state;
  const { personKey, employeeKey, userId, completedAtMs } = record;
  const isNotedGone = isExpectedGone(record);
  const isChecked = !isNotedGone && completedAtMs >= sinceMs;
  const isYoung = completedAtMs > youngSinceMs;
  counts.withAccount += 1;
  counts.goneNoted += Number(isNotedGone);
  counts.checked += Number(isChecked);
  known.set(userId, {
    person: compactKeyOf(personKey),
    employee: employeeKey === undefined ? undefined : compactKeyOf(employeeKey),
    groups: isChecked && record.state === 'PROVISIONED' ? shared(record.groups, state) : undefined,
    isChecked,
    isYoung,
    isSeen: false,
    other: known.get(userId),
  });
  if (isChecked) addIfStuck(record, state);
  if (employeeKey !== undefined) addHolderOf(record, employeeKey, state, isChecked && !isYoung);
}

/** Someone has met the record since the account was deleted: that is on record, and settled. */
export function isExpectedGone(record: AccountRecord): boolean {
  return goneSeenAtMsOf(record) !== undefined || record.expiresAtEpochSeconds !== undefined;
}

function addIfStuck(record: UserRecord, { startedAtMs, candidates }: AuditState): void {
  const { personKey, attempts } = record;
  if (isStuck(record, startedAtMs)) candidates.push({ about: 'record', personKey, attempts });
}

function addHolderOf(
  { personKey }: UserRecord,
  employeeKey: string,
  { pairs }: AuditState,
  needsPointer: boolean,
): void {
  addHolder(pairs, compactKeyOf(employeeKey), compactKeyOf(personKey), needsPointer);
}

function addStoredPointer(
  { employeeKey, personKey, pointedAtMs, isExpiring }: StoredPointer,
  { counts, pairs, sinceMs = 0 }: AuditState,
  youngSinceMs: number,
): void {
  counts.pointers += 1;
  const isSettled = !isExpiring && pointedAtMs <= youngSinceMs && pointedAtMs >= sinceMs;
  addPointer(pairs, compactKeyOf(employeeKey), { person: compactKeyOf(personKey), isSettled });
}

function shared(
  groups: ReadonlySet<string> | undefined,
  { groupSets }: AuditState,
): KnownAccount['groups'] {
  if (groups === undefined) return undefined;
  const sorted = [...groups].toSorted();
  const key = JSON.stringify(sorted);
  const known = groupSets.get(key) ?? sorted;
  groupSets.set(key, known);
  return known;
}

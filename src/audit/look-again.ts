import { readStoredPointer } from '../aws/scan-users-table.ts';
import { createUsersTable } from '../aws/users-table.ts';
import type { DirectoryUser } from '../provisioning/directory-user.ts';
import { hasAccount } from '../provisioning/has-account.ts';
import { pointerStandingOf } from '../provisioning/pointer-standing.ts';
import type { CallFailure } from '../provisioning/ports.ts';
import type { AccountRecord } from '../provisioning/record.ts';
import type { Candidate, Finding, SeenAccount } from './finding.ts';
import { isStuck } from './is-stuck.ts';
import { employeeKeyIn, judgeAccount, personKeyAt } from './judge-account.ts';
import type { AuditDeps } from './ports.ts';
import { isExpectedGone } from './read-table.ts';

/** What is left of a candidate; nothing where it has changed since, or was never so. */
export type SecondLook =
  | { readonly kind: 'looked'; readonly findings: readonly Finding[] }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

type Of<About extends Candidate['about']> = Extract<Candidate, { about: About }>;

const NOTHING: SecondLook = { kind: 'looked', findings: [] };

/**
 * Looks at one candidate again, with consistent reads of the table.
 * @throws UserItemError when Joiner did not write an item, and the SDK's error when a call of the table fails
 */
export function lookAgain(
  candidate: Exclude<Candidate, { about: 'group' }>,
  deps: AuditDeps,
  signal: AbortSignal,
): Promise<SecondLook> {
  switch (candidate.about) {
    case 'account':
      return lookAtAccount(candidate, deps, signal);
    case 'record':
      return lookAtRecord(candidate, deps, signal);
    case 'pointer':
      return lookAtPointer(candidate, deps, signal);
    case 'duplicate':
      return lookAtDuplicate(candidate, deps, signal);
  }
}

/** The record of a candidate, if it still names the account, which is not known to be gone. */
export async function accountOnRecord(
  { personKey, userId }: { readonly personKey: string; readonly userId: string },
  { table }: Pick<AuditDeps, 'table'>,
  signal: AbortSignal,
): Promise<AccountRecord | undefined> {
  const record = await createUsersTable(table).read(personKey, signal);
  const isTheSame = hasAccount(record) && record.userId === userId && !isExpectedGone(record);
  return isTheSame ? record : undefined;
}

async function lookAtAccount(
  { personKey, userId, kinds }: Of<'account'>,
  deps: AuditDeps,
  signal: AbortSignal,
): Promise<SecondLook> {
  const record = await accountOnRecord({ personKey, userId }, deps, signal);
  if (!record) return NOTHING;
  const result = await deps.target.get(userId, signal);
  const { employeeKey } = record;
  const owner = { personKey, ...(employeeKey !== undefined && { employeeKey }) };
  if (result.kind === 'unknown')
    return result.isUnreadable
      ? looked([unreadable(userId, owner)])
      : { kind: 'failed', failure: result };
  const now =
    result.kind === 'gone'
      ? ['account-gone' as const]
      : judgeAccount(result.user, record, deps.digests);
  const seen = result.kind === 'present' ? { seen: [seenOf(result.user)] } : {};
  const about = { ...owner, ...seen };
  const confirmed = now.filter((kind) => kinds.includes(kind));
  return looked(confirmed.map((kind) => ({ kind, ...about, userIds: [userId] })));
}

async function lookAtRecord(
  { personKey, attempts }: Of<'record'>,
  { table, clock }: AuditDeps,
  signal: AbortSignal,
): Promise<SecondLook> {
  const record = await createUsersTable(table).read(personKey, signal);
  const isTheSame = record?.attempts === attempts && isStuck(record, clock.now());
  if (!isTheSame) return NOTHING;
  const userIds = hasAccount(record) ? [record.userId] : [];
  return looked([{ kind: 'record-stuck', personKey, userIds }]);
}

/** The pointer first, as an attempt points before its record is complete. */
async function lookAtPointer(
  { employeeKey, holders }: Of<'pointer'>,
  { table, clock }: AuditDeps,
  signal: AbortSignal,
): Promise<SecondLook> {
  const store = createUsersTable(table);
  const pointer = await readStoredPointer(table, employeeKey, signal);
  const records = await Promise.all(holders.map((personKey) => store.read(personKey, signal)));
  const accounts = records
    .filter(hasAccount)
    .filter((record) => record.employeeKey === employeeKey && !isExpectedGone(record))
    .map(({ personKey, userId }) => ({ employeeKey, personKey, userIds: [userId] }));
  if (!pointer) return looked(accounts.map((one) => ({ kind: 'pointer-missing', ...one })));
  const pointed = await store.read(pointer.personKey, signal);
  const standing = pointerStandingOf(pointer, pointed, clock.now());
  if (standing.kind === 'in-progress') return NOTHING;
  const elsewhere = accounts.filter(({ personKey }) => personKey !== pointer.personKey);
  if (standing.kind === 'held' || pointer.isExpiring)
    return looked(elsewhere.map((one) => ({ kind: 'pointer-elsewhere', ...one })));
  const { personKey } = pointer;
  const userIds = hasAccount(pointed) ? [pointed.userId] : [];
  return looked([{ kind: 'pointer-dangling', employeeKey, personKey, userIds }]);
}

/** The accounts that are there, and still share what they shared. */
async function lookAtDuplicate(
  { key, userIds }: Of<'duplicate'>,
  { target, digests }: AuditDeps,
  signal: AbortSignal,
): Promise<SecondLook> {
  const owner = key.startsWith('user#') ? { personKey: key } : { employeeKey: key };
  const users: DirectoryUser[] = [];
  const findings: Finding[] = [];
  for (const userId of userIds) {
    const result = await target.get(userId, signal);
    if (result.kind === 'present') users.push(result.user);
    if (result.kind !== 'unknown') continue;
    if (!result.isUnreadable) return { kind: 'failed', failure: result };
    findings.push(unreadable(userId, owner));
  }
  const sharing = users.filter((user) =>
    [personKeyAt(user, digests), employeeKeyIn(user, digests)].includes(key),
  );
  if (sharing.length >= 2)
    findings.push({
      kind: 'duplicate-accounts',
      ...owner,
      userIds: sharing.map(({ userId }) => userId),
      seen: sharing.map(seenOf),
    });
  return looked(findings);
}

/** No later look could compare it either: the audit would never end. */
export function unreadable(
  userId: string,
  owner: Pick<Finding, 'personKey' | 'employeeKey'>,
): Finding {
  return { kind: 'account-unreadable', ...owner, userIds: [userId] };
}

export function seenOf({ emailAddress, employeeId }: DirectoryUser): SeenAccount {
  return { emailAddress, ...(employeeId !== undefined && { employeeId }) };
}

function looked(findings: readonly Finding[]): SecondLook {
  return { kind: 'looked', findings };
}

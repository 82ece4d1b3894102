import type { CallFailure } from '../provisioning/ports.ts';
import type { AuditState } from './audit-state.ts';
import type { Candidate, Finding, GroupMember } from './finding.ts';
import { type MembersReading, newReading, readMembersPage } from './list-members.ts';
import { accountOnRecord, seenOf, unreadable } from './look-again.ts';
import { ADVANCED_IN_DIRECTORY, type AuditDeps, type AuditStep } from './ports.ts';

type GroupCandidate = Extract<Candidate, { about: 'group' }>;

/** How far the second look at one group is: its members are listed first, then each missing account is looked at. */
export interface GroupLook {
  readonly reading: MembersReading;
  /** Those whom the list does not have; undefined until it is read. */
  missing: readonly GroupMember[] | undefined;
  /** Index of the one that is looked at next. */
  next: number;
  readonly findings: Finding[];
}

export function newGroupLook({ group, people }: GroupCandidate): GroupLook {
  const reading = newReading(
    group,
    people.map(({ userId }) => userId),
  );
  return { reading, missing: undefined, next: 0, findings: [] };
}

/**
 * One page of the members, or one account.
 * @returns undefined once nothing is left to look at; its findings count then
 */
export async function lookAtGroup(
  { people, group }: GroupCandidate,
  look: GroupLook,
  state: AuditState,
  deps: AuditDeps,
  signal: AbortSignal,
): Promise<AuditStep | undefined> {
  if (!look.missing) return list(people, look, state, deps, signal);
  const member = look.missing[look.next];
  if (!member || state.hiddenGroups.has(group)) return undefined;
  const result = await lookAtMember(member, group, deps, signal);
  if (result.kind === 'failed') return result;
  if (result.kind === 'hidden') state.hiddenGroups.add(group);
  if (result.kind === 'found') look.findings.push(result.finding);
  look.next += 1;
  return ADVANCED_IN_DIRECTORY;
}

async function list(
  people: readonly GroupMember[],
  look: GroupLook,
  state: AuditState,
  { reader }: AuditDeps,
  signal: AbortSignal,
): Promise<AuditStep> {
  const page = await readMembersPage(look.reading, reader, signal);
  if (page.kind === 'failed') return page;
  state.counts.groupPages += 1;
  const { group, missing } = look.reading;
  if (page.kind === 'all') look.missing = people.filter(({ userId }) => missing.has(userId));
  if (page.kind === 'gone') {
    look.missing = [];
    const accounts = people.length;
    look.findings.push({ kind: 'group-gone', groups: [group], accounts, userIds: [] });
  }
  return ADVANCED_IN_DIRECTORY;
}

type MemberLook =
  | { readonly kind: 'found'; readonly finding: Finding }
  | { readonly kind: 'not-missing' | 'hidden' }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

/** An account that is gone lacks every group: that is another finding. */
async function lookAtMember(
  { personKey, userId }: GroupMember,
  group: string,
  deps: AuditDeps,
  signal: AbortSignal,
): Promise<MemberLook> {
  const record = await accountOnRecord({ personKey, userId }, deps, signal);
  const isPlanned = record?.state === 'PROVISIONED' && record.groups?.has(group);
  if (!isPlanned) return { kind: 'not-missing' };
  const user = await deps.target.get(userId, signal);
  if (user.kind === 'unknown')
    return user.isUnreadable
      ? { kind: 'found', finding: unreadable(userId, { personKey }) }
      : { kind: 'failed', failure: user };
  if (user.kind === 'gone') return { kind: 'not-missing' };
  const member = await deps.reader.isMember?.(userId, group, signal);
  if (member?.kind === 'failed' || member?.kind === 'hidden') return member;
  if (member?.kind === 'member') return { kind: 'not-missing' };
  const groups = [group];
  const seen = [seenOf(user.user)];
  return {
    kind: 'found',
    finding: { kind: 'groups-missing', personKey, userIds: [userId], groups, seen },
  };
}

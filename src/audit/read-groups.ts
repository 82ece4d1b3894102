import { type AuditState, knownAccounts } from './audit-state.ts';
import { personKeyFrom } from './compact-key.ts';
import type { GroupMember } from './finding.ts';
import { type MembersReading, newReading, readMembersPage } from './list-members.ts';
import { ADVANCED_IN_DIRECTORY, type AuditDeps, type AuditStep } from './ports.ts';

/** Of a server that shows only some members: more accounts of one group are not looked up one by one. */
const MOST_LOOK_UPS = 500;

/** The groups that are looked at: those of the deployed rules that some record has. */
function groupsToRead(state: AuditState, { ruleGroups }: AuditDeps): readonly string[] {
  const ofRecords = new Set([...state.groupSets.values()].flat());
  return ruleGroups.filter((group) => ofRecords.has(group)).toSorted();
}

/**
 * Reads the members of the next group, one page each time it is called.
 * @param reading of the call before; undefined to begin with a group
 * @returns the reading to continue, if the group has more pages
 */
export async function readGroups(
  state: AuditState,
  deps: AuditDeps,
  reading: MembersReading | undefined,
  signal: AbortSignal,
): Promise<{ readonly step: AuditStep; readonly reading?: MembersReading }> {
  const group = groupsToRead(state, deps)[state.next];
  if (group === undefined) return { step: endFirstLook(state, deps) };
  const current = reading ?? newReading(group, idsOf(membersOf(group, state)));
  const page = await readMembersPage(current, deps.reader, signal);
  if (page.kind === 'failed') return { step: page, reading: current };
  state.counts.groupPages += 1;
  if (page.kind === 'more') return { step: ADVANCED_IN_DIRECTORY, reading: current };
  state.counts.groups += 1;
  state.next += 1;
  const isMissing = ({ userId }: GroupMember) =>
    page.kind === 'gone' || current.missing.has(userId);
  addMissing(membersOf(group, state).filter(isMissing), current, state);
  return { step: ADVANCED_IN_DIRECTORY };
}

/** Those who should be in a group: an account that no page of the directory had is in none. */
function membersOf(group: string, state: AuditState): readonly GroupMember[] {
  const members: GroupMember[] = [];
  for (const [userId, { groups, person, isSeen, isYoung }] of knownAccounts(state))
    if (isSeen && !isYoung && groups?.includes(group))
      members.push({ personKey: personKeyFrom(person), userId });
  return members;
}

function idsOf(people: readonly GroupMember[]): readonly string[] {
  return people.map(({ userId }) => userId);
}

function addMissing(
  people: readonly GroupMember[],
  { group, isWhole }: MembersReading,
  { candidates, hiddenGroups }: AuditState,
): void {
  if (people.length === 0) return;
  const isTooMuch = !isWhole && people.length > MOST_LOOK_UPS;
  if (isTooMuch) hiddenGroups.add(group);
  else candidates.push({ about: 'group', group, people });
}

function endFirstLook(state: AuditState, { clock }: AuditDeps): AuditStep {
  const { candidates, counts } = state;
  counts.candidates = candidates.length;
  state.next = 0;
  state.known.clear();
  state.firstLookEndedAtMs = clock.now();
  if (candidates.length > 0) {
    state.phase = 'second-look';
    return { kind: 'advanced', read: 'table' };
  }
  state.phase = 'done';
  state.endedAtMs = clock.now();
  return { kind: 'done' };
}

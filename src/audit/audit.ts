import type { AuditState } from './audit-state.ts';
import type { Finding } from './finding.ts';
import type { MembersReading } from './list-members.ts';
import { lookAgain } from './look-again.ts';
import { type GroupLook, lookAtGroup, newGroupLook } from './look-at-group.ts';
import { ADVANCED_IN_DIRECTORY, type AuditDeps, type AuditStep, settleMsOf } from './ports.ts';
import { readDirectory } from './read-directory.ts';
import { readGroups } from './read-groups.ts';
import { readTable } from './read-table.ts';

export interface Audit {
  /** May be stored between two steps, and continued by another process. */
  readonly state: AuditState;
  /**
   * Reads one page, or looks at one candidate again. It changes nothing, and does not wait.
   * @throws UserItemError when Joiner did not write an item, and the SDK's error when a call of the table fails
   */
  step(signal: AbortSignal): Promise<AuditStep>;
}

/**
 * An audit: the users table is read once, then the directory once, then the groups of the rules. What differs becomes a
 * finding only if a second look sees it too, once no call can be under way and no read can lag behind one.
 */
export function createAudit(state: AuditState, deps: AuditDeps): Audit {
  let reading: MembersReading | undefined;
  let groupLook: GroupLook | undefined;

  return { state, step };

  async function step(signal: AbortSignal): Promise<AuditStep> {
    switch (state.phase) {
      case 'table':
        return readTable(state, deps, signal);
      case 'directory':
        return readDirectory(state, deps, signal);
      case 'groups': {
        const end = await readGroups(state, deps, reading, signal);
        reading = end.reading;
        return end.step;
      }
      case 'second-look':
        return secondLook(signal);
      case 'done':
        return { kind: 'done' };
    }
  }

  async function secondLook(signal: AbortSignal): Promise<AuditStep> {
    const untilMs = secondLookAtMs(state, deps);
    if (deps.clock.now() < untilMs) return { kind: 'waiting', untilMs };
    const candidate = state.candidates[state.next];
    if (!candidate) return end();
    if (candidate.about !== 'group') {
      const look = await lookAgain(candidate, deps, signal);
      if (look.kind === 'failed') return look;
      return goOn(look.findings);
    }
    groupLook ??= newGroupLook(candidate);
    const inGroup = await lookAtGroup(candidate, groupLook, state, deps, signal);
    if (inGroup) return inGroup;
    const { findings } = groupLook;
    groupLook = undefined;
    return goOn(findings);
  }

  function goOn(findings: readonly Finding[]): AuditStep {
    addFindings(findings, state.findings);
    state.counts.lookedAgain += 1;
    state.next += 1;
    return ADVANCED_IN_DIRECTORY;
  }

  function end(): AuditStep {
    state.phase = 'done';
    state.endedAtMs = deps.clock.now();
    return { kind: 'done' };
  }
}

/** Epoch milliseconds from which on candidates are looked at again. */
function secondLookAtMs(
  { firstLookEndedAtMs = 0 }: AuditState,
  deps: Pick<AuditDeps, 'target'>,
): number {
  return firstLookEndedAtMs + settleMsOf(deps);
}

/** The groups that one account lacks are one finding, and so is an account that several looks cannot read. */
function addFindings(findings: readonly Finding[], all: Finding[]): void {
  const lacksGroups = ({ kind }: Finding) => kind === 'groups-missing';
  const places = new Map<string | undefined, number>();
  // Once for a group, whose members may all be missing.
  if (findings.some(lacksGroups))
    for (const [place, one] of all.entries())
      if (lacksGroups(one)) places.set(one.personKey, place);
  for (const finding of findings) {
    if (isReported(finding, all)) continue;
    const place = lacksGroups(finding) ? places.get(finding.personKey) : undefined;
    const before = place === undefined ? undefined : all[place];
    if (place !== undefined && before)
      all[place] = { ...before, groups: [...(before.groups ?? []), ...(finding.groups ?? [])] };
    else all.push(finding);
  }
}

function isReported({ kind, userIds: [userId] }: Finding, all: readonly Finding[]): boolean {
  return (
    kind === 'account-unreadable' &&
    all.some((one) => one.kind === kind && one.userIds[0] === userId)
  );
}

import type { AuditState, KnownAccount } from './audit-state.ts';
import {
  type AuditOf,
  encoded,
  FORMAT,
  type Header,
  type Line,
  type SavedAccount,
} from './saved-lines.ts';

/** The state of an audit as lines of JSON, without addresses. Several lines, as one text of all would take long to make. */
export function* savedLines(state: AuditState, of: AuditOf): Generator<string> {
  const start: Header = {
    format: FORMAT,
    of,
    startedAtMs: state.startedAtMs,
    phase: state.phase,
    position: state.position ?? null,
    counts: state.counts,
    firstLookEndedAtMs: state.firstLookEndedAtMs ?? null,
    endedAtMs: state.endedAtMs ?? null,
    next: state.next,
    hiddenGroups: [...state.hiddenGroups],
  };
  yield JSON.stringify(start);
  for (const line of linesOf(state)) yield JSON.stringify(line);
}

function* linesOf(state: AuditState): Generator<Line> {
  const sets = [...state.groupSets.values()];
  const indexOf = new Map(sets.map((set, index) => [set, index]));
  for (const set of sets) yield ['groups', [...set]];
  // In the order in which they were added.
  for (const [userId, first] of state.known)
    for (const one of chainOf(first).toReversed())
      yield ['account', userId, savedAccount(one, indexOf)];
  for (const [employee, { pointer, holders }] of state.pairs)
    yield [
      'employee',
      encoded(employee),
      pointer ? [encoded(pointer.person), pointer.isSettled] : null,
      [...holders].map(([person, needsPointer]) => [encoded(person), needsPointer]),
    ];
  for (const [person, userId] of state.byPerson) yield ['at-person', encoded(person), userId];
  for (const [employee, userId] of state.byEmployee)
    yield ['at-employee', encoded(employee), userId];
  for (const [key, userIds] of state.shared) yield ['shared', key, [...userIds]];
  for (const { userId, person } of state.unknown) yield ['unknown', userId, encoded(person)];
  for (const candidate of state.candidates) yield ['candidate', candidate];
  for (const { seen, ...finding } of state.findings) yield ['finding', finding];
  // A file without it was cut off.
  yield ['end'];
}

function chainOf(first: KnownAccount): readonly KnownAccount[] {
  const chain: KnownAccount[] = [];
  for (let one: KnownAccount | undefined = first; one; one = one.other) chain.push(one);
  return chain;
}

function savedAccount(
  { person, employee, groups, isChecked, isYoung, isSeen }: KnownAccount,
  indexOf: ReadonlyMap<readonly string[], number>,
): SavedAccount {
  const e = employee === undefined ? null : encoded(employee);
  const g = groups === undefined ? null : (indexOf.get(groups) ?? null);
  return { p: encoded(person), e, g, isChecked, isYoung, isSeen };
}

import * as z from 'zod/mini';
import { type AuditState, type KnownAccount, newAuditState } from './audit-state.ts';
import type { CompactKey } from './compact-key.ts';
import type { Candidate, Finding } from './finding.ts';

/** What an audit is about: a stored one is continued only on the same. */
export interface AuditOf {
  readonly target: string;
  readonly table: string;
  readonly rulesVersion: string;
  readonly sinceMs: number | null;
}

/** A file is no stored audit, or one of something else. */
export class SavedAuditError extends Error {
  override readonly name = 'SavedAuditError';
}

const FORMAT = 'joiner-audit-1';
const text = z.string();
const texts = z.array(text);
const number = z.number();
const optionalNumber = z.nullable(number);

const header = z.object({
  format: z.literal(FORMAT),
  of: z.object({ target: text, table: text, rulesVersion: text, sinceMs: optionalNumber }),
  startedAtMs: number,
  phase: z.enum(['table', 'directory', 'groups', 'second-look', 'done']),
  position: z.nullable(text),
  counts: z.record(text, number),
  firstLookEndedAtMs: optionalNumber,
  next: number,
  hiddenGroups: texts,
});

const account = z.object({
  p: text,
  e: z.nullable(text),
  g: optionalNumber,
  isChecked: z.boolean(),
  isYoung: z.boolean(),
  isSeen: z.boolean(),
});

/** One line each, after the header. */
const LINES = {
  groups: z.tuple([z.literal('groups'), texts]),
  account: z.tuple([z.literal('account'), text, account]),
  employee: z.tuple([
    z.literal('employee'),
    text,
    z.nullable(z.tuple([text, z.boolean()])),
    z.array(z.tuple([text, z.boolean()])),
  ]),
  'at-person': z.tuple([z.literal('at-person'), text, text]),
  'at-employee': z.tuple([z.literal('at-employee'), text, text]),
  shared: z.tuple([z.literal('shared'), text, texts]),
  unknown: z.tuple([z.literal('unknown'), text, text]),
  candidate: z.tuple([z.literal('candidate'), z.looseObject({ about: text })]),
  finding: z.tuple([z.literal('finding'), z.looseObject({ kind: text })]),
  end: z.tuple([z.literal('end')]),
} as const;

type Line = {
  readonly [Tag in keyof typeof LINES]: z.output<(typeof LINES)[Tag]>;
}[keyof typeof LINES];

/** The state of an audit as lines of JSON, without addresses. Several lines, as one text of all would take long to make. */
export function* savedLines(state: AuditState, of: AuditOf): Generator<string> {
  yield JSON.stringify({
    format: FORMAT,
    of,
    startedAtMs: state.startedAtMs,
    phase: state.phase,
    position: state.position ?? null,
    counts: state.counts,
    firstLookEndedAtMs: state.firstLookEndedAtMs ?? null,
    next: state.next,
    hiddenGroups: [...state.hiddenGroups],
  });
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
  for (const candidate of state.candidates) yield ['candidate', { ...candidate }];
  for (const { seen, ...finding } of state.findings) yield ['finding', finding];
  // A file without it was cut off.
  yield ['end'];
}

function chainOf(first: KnownAccount | undefined): readonly KnownAccount[] {
  return first ? [first, ...chainOf(first.other)] : [];
}

function savedAccount(
  { person, employee, groups, isChecked, isYoung, isSeen }: KnownAccount,
  indexOf: ReadonlyMap<readonly string[], number>,
) {
  const e = employee === undefined ? null : encoded(employee);
  const g = groups === undefined ? null : (indexOf.get(groups) ?? null);
  return { p: encoded(person), e, g, isChecked, isYoung, isSeen };
}

/**
 * The state that was saved.
 * @throws {SavedAuditError} where the lines are not those of an audit of the same
 */
export async function readSaved(
  lines: AsyncIterable<string> | Iterable<string>,
  of: AuditOf,
): Promise<AuditState> {
  const groupSets: (readonly string[])[] = [];
  let state: AuditState | undefined;
  let isWhole = false;
  for await (const line of lines) {
    const value = parsed(line);
    if (state) isWhole = addLine(lineIn(value), state, groupSets);
    else state = stateOf(headerIn(value, of));
  }
  if (!state || !isWhole) throw notSaved();
  return state;
}

function headerIn(value: unknown, of: AuditOf): z.output<typeof header> {
  const saved = header.safeParse(value);
  if (!saved.success) throw notSaved();
  assertSame(saved.data.of, of);
  return saved.data;
}

function stateOf(saved: z.output<typeof header>): AuditState {
  const state = newAuditState(saved.startedAtMs, saved.of.sinceMs ?? undefined);
  Object.assign(state.counts, saved.counts);
  state.phase = saved.phase;
  state.position = saved.position ?? undefined;
  state.firstLookEndedAtMs = saved.firstLookEndedAtMs ?? undefined;
  state.next = saved.next;
  for (const group of saved.hiddenGroups) state.hiddenGroups.add(group);
  return state;
}

function lineIn(value: unknown): Line {
  const tag = Array.isArray(value) ? String(value[0]) : '';
  if (!Object.hasOwn(LINES, tag)) throw notSaved();
  const line = LINES[tag as keyof typeof LINES].safeParse(value);
  if (!line.success) throw notSaved();
  return line.data;
}

/** @returns whether it is the last line */
function addLine(line: Line, state: AuditState, groupSets: (readonly string[])[]): boolean {
  switch (line[0]) {
    case 'groups':
      groupSets.push(line[1]);
      state.groupSets.set(JSON.stringify(line[1]), line[1]);
      break;
    case 'account':
      addSavedAccount(line[1], line[2], state, groupSets);
      break;
    case 'employee': {
      const [, employee, pointer, holders] = line;
      const pointed = pointer && { person: decoded(pointer[0]), isSettled: pointer[1] };
      state.pairs.set(decoded(employee), {
        ...(pointed && { pointer: pointed }),
        holders: new Map(holders.map(([person, needsPointer]) => [decoded(person), needsPointer])),
      });
      break;
    }
    case 'at-person':
      state.byPerson.set(decoded(line[1]), line[2]);
      break;
    case 'at-employee':
      state.byEmployee.set(decoded(line[1]), line[2]);
      break;
    case 'shared':
      state.shared.set(line[1], new Set(line[2]));
      break;
    case 'unknown':
      state.unknown.push({ userId: line[1], person: decoded(line[2]) });
      break;
    case 'candidate':
      // Written by this module: only its owner can change the file.
      state.candidates.push(line[1] as unknown as Candidate);
      break;
    case 'finding':
      state.findings.push(line[1] as unknown as Finding);
      break;
    case 'end':
      return true;
  }
  return false;
}

function addSavedAccount(
  userId: string,
  { p, e, g, ...flags }: z.output<typeof account>,
  { known }: AuditState,
  groupSets: readonly (readonly string[])[],
): void {
  known.set(userId, {
    person: decoded(p),
    employee: e === null ? undefined : decoded(e),
    groups: g === null ? undefined : groupSets[g],
    ...flags,
    other: known.get(userId),
  });
}

function assertSame(saved: AuditOf, now: AuditOf): void {
  const names = ['target', 'table', 'rulesVersion'] as const;
  // An age such as 7d is another time today: the one of the stored audit counts.
  const isSameLimit = (saved.sinceMs === null) === (now.sinceMs === null);
  const other =
    names.find((name) => saved[name] !== now[name]) ?? (isSameLimit ? undefined : 'sinceMs');
  if (other === undefined) return;
  throw new SavedAuditError(
    `The stored audit is of another ${WORDS[other]}: continue it as it was begun, or name another file.`,
  );
}

const WORDS = {
  target: 'directory',
  table: 'table',
  rulesVersion: 'version of the rules of groups, as the stack was deployed since',
  sinceMs: '--since',
};

function notSaved(): SavedAuditError {
  return new SavedAuditError(
    'The file is not a stored audit, or not all of one: delete it to begin again, or name another file.',
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw notSaved();
  }
}

function encoded(key: CompactKey): string {
  return Buffer.from(key, 'latin1').toString('base64url');
}

function decoded(text: string): CompactKey {
  return Buffer.from(text, 'base64url').toString('latin1') as CompactKey;
}

import * as v from 'valibot';
import { type AuditState, newAuditState } from './audit-state.ts';
import {
  type AuditOf,
  decoded,
  type Header,
  header,
  LINES,
  type Line,
  type SavedAccount,
} from './saved-lines.ts';

/** A file is no stored audit, or one of something else. */
export class SavedAuditError extends Error {
  override readonly name = 'SavedAuditError';
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

function headerIn(value: unknown, of: AuditOf): Header {
  const saved = v.safeParse(header, value);
  if (!saved.success) throw notSaved();
  assertSame(saved.output.of, of);
  return saved.output;
}

function stateOf(saved: Header): AuditState {
  const state = newAuditState(saved.startedAtMs, saved.of.sinceMs ?? undefined);
  Object.assign(state.counts, saved.counts);
  state.phase = saved.phase;
  state.position = saved.position ?? undefined;
  state.firstLookEndedAtMs = saved.firstLookEndedAtMs ?? undefined;
  state.endedAtMs = saved.endedAtMs ?? undefined;
  state.next = saved.next;
  for (const group of saved.hiddenGroups) state.hiddenGroups.add(group);
  return state;
}

function lineIn(value: unknown): Line {
  const tag = Array.isArray(value) ? String(value[0]) : '';
  if (!Object.hasOwn(LINES, tag)) throw notSaved();
  const line = v.safeParse(LINES[tag as keyof typeof LINES], value);
  if (!line.success) throw notSaved();
  return line.output;
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
      state.candidates.push(line[1]);
      break;
    case 'finding':
      state.findings.push(line[1]);
      break;
    case 'end':
      return true;
  }
  return false;
}

function addSavedAccount(
  userId: string,
  { p, e, g, ...flags }: SavedAccount,
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

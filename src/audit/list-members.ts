import type { DirectoryReader, ReadingPosition } from '../targets/directory-reader.ts';
import type { AuditStep } from './ports.ts';

/** More often, the group is not read to its end before its positions expire. */
const MOST_RESTARTS = 2;

/** A reading of one group: whom of those that should be in it no page has shown so far. */
export interface MembersReading {
  readonly group: string;
  readonly expected: ReadonlySet<string>;
  readonly missing: Set<string>;
  isWhole: boolean;
  position: ReadingPosition | undefined;
  restarts: number;
}

export type MembersStep =
  | { readonly kind: 'more' | 'all' | 'gone' }
  | Extract<AuditStep, { kind: 'failed' }>;

export function newReading(group: string, userIds: Iterable<string>): MembersReading {
  const expected = new Set(userIds);
  const missing = new Set(expected);
  return { group, expected, missing, isWhole: true, position: undefined, restarts: 0 };
}

/** Reads one page of the members of a group. */
export async function readMembersPage(
  reading: MembersReading,
  reader: DirectoryReader,
  signal: AbortSignal,
): Promise<MembersStep> {
  const page = await reader.readMembers(reading.group, reading.position, signal);
  switch (page.kind) {
    case 'gone':
    case 'failed':
      return page;
    case 'position-refused':
      return readAgain(reading);
    case 'page':
      for (const userId of page.userIds) reading.missing.delete(userId);
      reading.isWhole &&= page.isWhole;
      reading.position = page.next;
      return { kind: page.next === undefined ? 'all' : 'more' };
  }
}

function readAgain(reading: MembersReading): MembersStep {
  reading.restarts += 1;
  if (reading.restarts > MOST_RESTARTS)
    return { kind: 'failed', failure: { cause: 'target-unavailable' } };
  reading.position = undefined;
  for (const userId of reading.expected) reading.missing.add(userId);
  return { kind: 'more' };
}

import type { FollowedHire } from '../send/follow-hires.ts';
import type { HireEnd } from '../send/hire-end.ts';
import { counted } from './format.ts';
import { listOf } from './table.ts';

/** Of one group. */
const SHOWN_ROWS = 40;

/** Ids of the groups that Joiner added the account of a hire to. */
export function groupsOfEnd(end: HireEnd | undefined): readonly string[] {
  return end?.kind === 'provisioned' ? (end.groups ?? []) : [];
}

/**
 * Each group that accounts were added to, by its id, with how many they are and the rows of their hires. A directory
 * knows no group by a shorter name. Undefined without any.
 */
export function groupsText(hires: readonly FollowedHire[], columns: number): string | undefined {
  const groups = new Set(hires.flatMap(({ end }) => groupsOfEnd(end)));
  if (groups.size === 0) return undefined;
  const entries = [...groups]
    .toSorted()
    .map((group) => [group, membersText(hires.filter(isIn(group)))] as const);
  return ['Groups that the accounts were added to:', listOf(entries, columns)].join('\n');
}

const isIn =
  (group: string) =>
  ({ end }: FollowedHire) =>
    groupsOfEnd(end).includes(group);

/** Two rows can be about one person, who has one account. */
function membersText(hires: readonly FollowedHire[]): string {
  const accounts = new Set(hires.map(({ end }) => end?.kind === 'provisioned' && end.userId));
  const rows = hires.slice(0, SHOWN_ROWS).map(({ row }) => String(row));
  const more = hires.length > SHOWN_ROWS ? ['…'] : [];
  return `${counted(accounts.size, 'account')}: # ${[...rows, ...more].join(', ')}`;
}

import type { PlannedHire } from '../send/planned-hire.ts';
import { counted } from './format.ts';
import type { GroupsShown } from './groups-to-show.ts';
import { printable } from './printable.ts';
import { shortVersion } from './rules-version-text.ts';

/** Of the column that has the groups in their own lines: a column of their own would leave too little room for addresses. */
export function lastHead({ kind }: GroupsShown): string {
  return kind === 'shown' ? 'user id, groups or reason' : 'user id or reason';
}

/** Empty where the groups of the hire are not known. */
export function groupsCell(groups: PlannedHire['groups']): string {
  if (groups === undefined) return '';
  return groups.length === 0 ? 'no groups' : printable(`groups: ${groups.join(', ')}`);
}

/** By which rules the groups are shown, or why they are not. */
export function groupsSentence(hires: readonly PlannedHire[], shown: GroupsShown): string {
  if (shown.kind === 'not-shown') return `Groups are not shown. ${shown.why}`;
  const known = hires.flatMap(({ groups }) => (groups === undefined ? [] : [groups.length]));
  const without = known.filter((count) => count === 0).length;
  return `Groups by ${printable(shown.fileName)}, version ${shortVersion(shown.version)}, the deployed one: ${counted(known.length - without, 'hire')} with, ${without} without.`;
}

export function groupsShownJson(shown: GroupsShown) {
  return shown.kind === 'shown'
    ? { groupsBy: { file: shown.fileName, version: shown.version } }
    : { groupsNotShown: shown.why };
}

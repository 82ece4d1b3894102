import { styleText } from 'node:util';
import type { FollowedHire, SentEnd } from '../send/follow-hires.ts';
import { countProspects, type Plan, type Prospect } from '../send/plan-hires.ts';
import { counted } from './format.ts';
import { printable } from './printable.ts';
import { tableOf } from './table.ts';

const ADDRESS_LIMIT = 48;
const prospectWords: Readonly<Record<Prospect['kind'], string>> = {
  new: 'new',
  existing: 'existing',
  done: 'already done',
  'under-way': 'under way',
  repeated: 'repeated',
  rejected: 'rejected',
};
const prospectColours = {
  new: 'green',
  existing: 'cyan',
  done: 'cyan',
  'under-way': 'yellow',
  repeated: 'cyan',
  rejected: 'red',
} as const;

/** What would become of each hire, and how many of each there are. */
export function planText({ hires, directoryNotRead }: Plan, columns: number): string {
  const rows = hires.map(({ row, line, address, prospect }) => [
    String(row),
    String(line),
    printable(address, ADDRESS_LIMIT),
    styleText(prospectColours[prospect.kind], prospectWords[prospect.kind], {
      stream: process.stdout,
    }),
    detailOf(prospect),
  ]);
  const kinds = countProspects(hires);
  const counts = Object.entries(kinds)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${prospectWords[kind as Prospect['kind']]}`);
  return [
    tableOf(['#', 'line', 'address', 'would be', 'user id or reason'], rows, columns),
    `\n${counted(hires.length, 'hire')}: ${counts.join(', ')}`,
    ...(kinds['under-way'] === 0
      ? []
      : ['What is under way waits for another try, or for you: joiner failed list.']),
    ...(directoryNotRead === undefined
      ? []
      : [
          `The directory was not read to its end (${directoryNotRead}): what is new here may turn out to be existing.`,
        ]),
  ].join('\n');
}

function detailOf(prospect: Prospect): string {
  switch (prospect.kind) {
    case 'new':
      return '';
    case 'existing':
    case 'done':
      return prospect.userId;
    case 'under-way':
      return 'an earlier message about this person waits, or has failed';
    case 'repeated':
      return `the same person as # ${prospect.row}`;
    case 'rejected':
      return `${prospect.reason.message} [${prospect.reason.code}]`;
  }
}

/** How many hires ended how, and why those that are not well did. */
export function endsText(followed: readonly FollowedHire[], columns: number): string {
  const words = followed.map(({ end }) => endWord(end));
  const counts = [...new Set(words)].map(
    (word) => `${words.filter((other) => other === word).length} ${word}`,
  );
  const rows = followed
    .filter((hire) => !isWell(hire))
    .map(({ row, address, end }) => [
      String(row),
      printable(address, ADDRESS_LIMIT),
      endWord(end),
      end && 'reason' in end ? `${end.reason.message} [${end.reason.code}]` : '',
    ]);
  return [
    ...(rows.length === 0 ? [] : [tableOf(['#', 'address', 'became', 'reason'], rows, columns)]),
    `${counted(followed.length, 'hire')}: ${counts.join(', ')}`,
  ].join('\n');
}

/** The person has an account. */
export function isWell({ end }: FollowedHire): boolean {
  return end?.kind === 'provisioned';
}

function endWord(end: SentEnd | undefined): string {
  if (end === undefined) return 'unfinished';
  if (end.kind !== 'provisioned') return end.kind === 'rejected' ? 'rejected' : 'handed over';
  return end.differs ? `${end.outcome}, differs` : end.outcome;
}

/** As `--json` has it. */
export function sendAnswer(plan: Plan, hires: readonly FollowedHire[], sent: number) {
  return {
    hires: hires.map(({ row, line, address, prospect, end }) => ({
      row,
      line,
      address,
      prospect: prospect.kind,
      ...('userId' in prospect && { userId: prospect.userId }),
      ...('reason' in prospect && { reason: prospect.reason }),
      ...(end && { end }),
    })),
    counts: countProspects(plan.hires),
    ...(plan.directoryNotRead !== undefined && { directoryNotRead: plan.directoryNotRead }),
    sent,
  };
}

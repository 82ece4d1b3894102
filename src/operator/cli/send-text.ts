import type { FollowedHire } from '../send/follow-hires.ts';
import type { HireEnd } from '../send/hire-end.ts';
import type { HireFile } from '../send/hire-message.ts';
import type { Plan } from '../send/plan-hires.ts';
import { countProspects, isProblem, type Prospect } from '../send/planned-hire.ts';
import { counted, dueText, isoTime } from './format.ts';
import { groupsOfEnd } from './granted-groups-text.ts';
import type { GroupsShown } from './groups-to-show.ts';
import type { Style } from './host.ts';
import { groupsCell, groupsSentence, groupsShownJson, lastHead } from './planned-groups-text.ts';
import { printable } from './printable.ts';
import { lineLengthOf, type StyledOptions, type TableOptions, tableOf } from './table.ts';
import { wrap } from './wrap.ts';

const prospectLabels: Readonly<Record<Prospect['kind'], string>> = {
  new: 'new',
  waits: 'waits',
  existing: 'existing',
  done: 'already done',
  'under-way': 'under way',
  'needs-operator': 'needs you',
  repeated: 'repeated',
  rejected: 'rejected',
};
const prospectColours = {
  new: 'green',
  waits: 'green',
  existing: 'cyan',
  done: 'cyan',
  'under-way': 'yellow',
  'needs-operator': 'red',
  repeated: 'cyan',
  rejected: 'red',
} as const;
const endColours = {
  created: 'green',
  recovered: 'green',
  existing: 'cyan',
  duplicate: 'cyan',
  scheduled: 'green',
  rejected: 'red',
  deferred: 'yellow',
  unfinished: 'yellow',
} as const;

export interface PlanWithGroups extends Plan {
  readonly groupsShown: GroupsShown;
}

export interface PlanTextOptions {
  readonly columns: number;
  readonly style: Style;
  /** Shows only the hires that need a person. */
  readonly only?: 'problems';
}

/** What would become of each hire, and how many of each there are. */
export function planText(
  { hires, directoryNotRead, failedInFlightElsewhere, groupsShown }: PlanWithGroups,
  { columns, style, only }: PlanTextOptions,
): string {
  const shown = only === 'problems' ? hires.filter(isProblem) : hires;
  const rows = shown.map(({ row, line, address, prospect, groups }) => [
    String(row),
    String(line),
    printable(address),
    style(prospectColours[prospect.kind], prospectLabels[prospect.kind]),
    [printable(detailOf(prospect)), groupsCell(groups)].filter((text) => text !== '').join('\n'),
  ]);
  const kinds = countProspects(hires);
  const counts = Object.entries(kinds)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${prospectLabels[kind as Prospect['kind']]}`);
  const table =
    rows.length === 0
      ? []
      : [tableOf(['#', 'line', 'address', 'would be', lastHead(groupsShown)], rows, { columns })];
  const sentences = [
    `\n${counted(hires.length, 'hire')}: ${counts.join(', ')}`,
    ...(kinds['under-way'] === 0 ? [] : ['Hires under way are retried automatically.']),
    ...(kinds['needs-operator'] === 0
      ? []
      : [
          'Hires that need you have a message in the dead-letter queue. To see one: joiner failed show ID.',
        ]),
    ...(failedInFlightElsewhere === 0
      ? []
      : [
          `About ${counted(failedInFlightElsewhere, 'failed message is', 'failed messages are')} in flight elsewhere: a hire that is new or under way here may need you.`,
        ]),
    ...(directoryNotRead === undefined
      ? []
      : [
          `The directory was not read completely (${directoryNotRead}): a new hire may turn out to be existing.`,
        ]),
    groupsSentence(hires, groupsShown),
  ];
  return [...table, ...sentences.map((sentence) => wrap(sentence, columns))].join('\n');
}

function detailOf(prospect: Prospect): string {
  switch (prospect.kind) {
    case 'new':
      return '';
    case 'waits':
      return `waits until ${dueText(prospect.dueAtMs)}`;
    case 'existing':
      return prospect.userId;
    case 'done':
      return prospect.reason === undefined
        ? prospect.userId
        : `${prospect.userId}, by a corrected message; this row would be rejected [${prospect.reason.code}]`;
    case 'under-way':
      return 'an earlier message about this person is retried automatically';
    case 'needs-operator':
      return `message ${prospect.messageId}: ${prospect.reason.message} [${prospect.reason.code}]`;
    case 'repeated':
      return `the same person as # ${prospect.row}`;
    case 'rejected':
      return `${prospect.reason.message} [${prospect.reason.code}]`;
  }
}

/** What hires came to. With the number of groups that each account got, if any did and a line has the room. */
export function endsTable(hires: readonly FollowedHire[], options: StyledOptions): string {
  const hasGroups = canShowGroups(hires, options);
  const rows = hires.map(({ row, address, end }) => [
    String(row),
    printable(address),
    options.style(endColours[endLabel(end)], endText(end)),
    ...(hasGroups ? [groupCount(end)] : []),
    printable(endDetail(end)),
  ]);
  const groups = hasGroups ? ['groups'] : [];
  return tableOf(['#', 'address', 'outcome', ...groups, 'user id or reason'], rows, options);
}

/** Not where it would cost a user id, or an address, its one line. */
function canShowGroups(hires: readonly FollowedHire[], { columns }: TableOptions): boolean {
  if (hires.every(({ end }) => groupsOfEnd(end).length === 0)) return false;
  const rows = hires.map(({ row, address, end }) => [
    String(row),
    printable(address),
    endText(end),
    'groups',
    end?.kind === 'provisioned' ? end.userId : '',
  ]);
  return lineLengthOf(rows) <= columns;
}

function groupCount(end: HireEnd | undefined): string {
  const { length } = groupsOfEnd(end);
  return length === 0 ? '' : String(length);
}

/** How many hires ended how, in one line. */
export function endCounts(hires: readonly FollowedHire[]): string {
  const labels = hires.map(({ end }) => endLabel(end));
  const counts = Object.keys(endColours).flatMap((label) => {
    const count = labels.filter((other) => other === label).length;
    return count === 0 ? [] : [`${count} ${label}`];
  });
  return `${counted(hires.length, 'hire')}: ${counts.join(', ')}`;
}

/** Of failed messages that another process holds: an end that is not known may be among them. */
export function notSearchedText(inFlightElsewhere: number): string {
  const many = counted(inFlightElsewhere, 'failed message is', 'failed messages are');
  return `About ${many} in flight elsewhere, and not searched: a hire that is a duplicate or unfinished here may have failed. See \`joiner failed list\`.`;
}

/** The person has the account that the message asked for, or gets it on the day. */
export function isAsAsked({ end }: FollowedHire): boolean {
  if (end?.kind === 'scheduled') return true;
  return end?.kind === 'provisioned' && !end.differs;
}

function endLabel(end: HireEnd | undefined): keyof typeof endColours {
  if (end === undefined) return 'unfinished';
  return end.kind === 'provisioned' ? end.outcome : end.kind;
}

function endText(end: HireEnd | undefined): string {
  const label = endLabel(end);
  return end?.kind === 'provisioned' && end.differs ? `${label}, differs` : label;
}

function endDetail(end: HireEnd | undefined): string {
  if (end === undefined) return '';
  if (end.kind === 'scheduled') return `waits until ${dueText(end.dueAtMs)}`;
  return end.kind === 'provisioned' ? end.userId : `${end.reason.message} [${end.reason.code}]`;
}

function endJson(end: HireEnd) {
  if (end.kind !== 'scheduled') return end;
  return { kind: end.kind, dueAt: isoTime(end.dueAtMs) };
}

/** The result of `send` with `--json`. */
export function sendJson(
  { refused, leftOut, notes }: HireFile,
  plan: PlanWithGroups,
  hires: readonly FollowedHire[],
  sent: number,
) {
  return {
    hires: hires.map(({ row, line, address, prospect, groups, end }) => ({
      row,
      line,
      address,
      prospect: prospect.kind,
      ...('userId' in prospect && { userId: prospect.userId }),
      ...(groups && { groups }),
      ...('reason' in prospect && { reason: prospect.reason }),
      ...('dueAtMs' in prospect && { dueAt: isoTime(prospect.dueAtMs) }),
      ...('messageId' in prospect && { failedMessageId: prospect.messageId }),
      ...(end && { end: endJson(end) }),
    })),
    ...groupsShownJson(plan.groupsShown),
    counts: countProspects(plan.hires),
    ...(plan.directoryNotRead !== undefined && { directoryNotRead: plan.directoryNotRead }),
    failedInFlightElsewhere: plan.failedInFlightElsewhere,
    sent,
    refusedRecords: refused,
    leftOut,
    notes,
  };
}

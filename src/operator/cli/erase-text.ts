import { hasAccount } from '../../provisioning/has-account.ts';
import type { PointedEmployee } from '../employee-pointer.ts';
import type { StoredPerson } from '../erase/stored-person.ts';
import type { QueueDepth } from '../stack/queue-depth.ts';
import { counted, timeText } from './format.ts';
import { pointedText } from './pointer-text.ts';
import { printable } from './printable.ts';
import { scheduledText } from './scheduled/hire-text.ts';
import { failedText, recordEntries, waitingText } from './status.ts';

/** What was done about a person: keys, ids and the operator's own words. */
export interface Erasure {
  readonly personKey?: string;
  /** ISO 8601. */
  readonly at: string;
  /** ARN of the caller. */
  readonly by: string;
  readonly why: string;
  /** The state of the record that was erased; absent if none was. */
  readonly record?: string;
  /** Whether the pointer of the employee id was erased by itself. */
  readonly pointer?: boolean;
  /** How many failed messages were deleted. */
  readonly messages: number;
  /** How many hires that wait, or once did, were deleted. */
  readonly scheduled: number;
  /** How many marks of the intake were deleted. */
  readonly marks: number;
}

/** All that would be erased, label by label. */
export function storedEntries(
  { personKey, record, pointed, scheduled, failed, marks }: StoredPerson,
  nowMs: number,
): readonly (readonly [string, string])[] {
  return [
    ['person', personKey ?? 'no person in the message'],
    ...(record ? recordEntries(record, nowMs) : [['state', 'no record'] as const]),
    ...(pointed ? [['points to', pointedText(pointed)] as const] : []),
    ...scheduled.map(
      (hire) =>
        ['start', `${printable(hire.address ?? hire.key)}, ${scheduledText(hire, nowMs)}`] as const,
    ),
    ...failed.map(
      (message) =>
        [
          'failed',
          `${printable(message.address ?? 'no address')}, ${failedText(message)}`,
        ] as const,
    ),
    ...marks.map(
      ({ source, word, askedAtMs }) =>
        [
          'intake',
          `${source}, ${printable(word ?? 'a rejected record')}, last asked for ${timeText(askedAtMs)}`,
        ] as const,
    ),
  ];
}

/** What an operator must know before erasing a person, one sentence or two each. */
export function followsText(
  { record, pointed, scheduled, failed, marks }: StoredPerson,
  newHireQueue: QueueDepth,
): readonly string[] {
  const account = hasAccount(record) ? `The account ${printable(record.userId)}` : 'An account';
  return [
    `${account} stays in the directory: Joiner deletes none. A later hire about this person takes it over, as \`existing\`.`,
    `${waitingText({ newHireQueue })}. One about this person would make the record again, and the account too if the directory no longer has it.`,
    ...(record?.employeeKey === undefined && pointed?.standing.kind !== 'dangling'
      ? []
      : [
          'The employee id is free: a hire with it at another address gets an account of its own, unless the directory is a SCIM server that finds one by the id.',
        ]),
    ...(failed.length > 0
      ? ['The failed messages go without an event: they cannot be replayed or corrected any more.']
      : []),
    ...(scheduled.length > 0
      ? [
          'What waits for its day gets no account, and what was cancelled is forgotten: a copy of its message that is still under way counts as a new one. Backups keep it for up to 7 days.',
        ]
      : []),
    ...(marks.length > 0
      ? [
          'The intake forgets what it sent or rejected: a file or message that still has the person is sent again. Have the HR system leave them out first. Backups keep it for up to 7 days.',
        ]
      : []),
    ...(record ? ['Backups of the users table keep the record for up to 35 days.'] : []),
  ];
}

/** Why nothing is erased, if so. */
export function notErasableText(
  who: string,
  person: StoredPerson,
  nowMs: number,
): string | undefined {
  const { record, pointed, scheduled, failed, marks, settledAtMs = 0 } = person;
  if (!isAnythingStored(person))
    return `Nothing is known about ${printable(who)}. Nothing is erased.`;
  if (
    record === undefined &&
    pointed?.standing.kind === 'in-progress' &&
    scheduled.length + failed.length + marks.length === 0
  )
    return `${pointerLeftText(pointed)} Nothing is erased.`;
  if (nowMs >= settledAtMs) return undefined;
  return `The record is not settled until ${timeText(settledAtMs)}: a call of its last attempt may still create an account, which the next hire would not find. Nothing is erased. Run the command again then.`;
}

export function isAnythingStored(person: StoredPerson): boolean {
  const { record, pointed, scheduled, failed, marks } = person;
  const others = scheduled.length + failed.length + marks.length;
  return record !== undefined || pointed !== undefined || others > 0;
}

/** Why the pointer of the employee id is left. */
export function pointerLeftText({ standing }: PointedEmployee): string {
  return standing.kind === 'in-progress'
    ? `The employee id points to a record that a message may still be at work on, until ${timeText(standing.untilMs)}. Run the command again then.`
    : 'The pointer of the employee id has changed since it was shown, and is left. Run the command again.';
}

/** One line that names the person by key only. */
export function erasureText({
  personKey,
  at,
  by,
  why,
  record,
  pointer = false,
  messages,
  scheduled,
  marks,
}: Erasure): string {
  const what = [
    ...(record === undefined ? [] : [`the record (${record})`]),
    ...(pointer ? ['the pointer of the employee id'] : []),
    ...(scheduled === 0 ? [] : [counted(scheduled, 'hire that waited', 'hires that waited')]),
    ...(marks === 0 ? [] : [counted(marks, 'mark of the intake', 'marks of the intake')]),
    counted(messages, 'failed message'),
  ].join(' and ');
  return `Erased at ${at} by ${by}, of ${personKey ?? 'no person'}: ${what}. Why: ${printable(why)}`;
}

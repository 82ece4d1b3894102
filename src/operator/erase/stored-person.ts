import { compactLine } from '../../contracts/one-line.ts';
import type { Digests } from '../../provisioning/digests.ts';
import { settledAtMsOf } from '../../provisioning/erasure.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import { findPointedEmployee, type PointedEmployee } from '../employee-pointer.ts';
import type { FailedMessage } from '../failed/failed-message.ts';
import type { FailedBatch } from '../failed/failed-queues.ts';
import { aboutOf, type FindOptions, recordsOf } from '../find-person.ts';
import { findScheduledAbout } from '../stack/find-scheduled.ts';
import { nowMsAtAws, readStackSettings, type Stack, usersTableOf } from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';
import { type Name, whoIs } from '../who.ts';
import { findMarks, type StoredMark } from './intake-marks.ts';

/** What Joiner stores about one person. */
export interface StoredPerson {
  /** Absent where only messages without a valid address are about the person. */
  readonly personKey?: string;
  readonly record?: UserRecord;
  /** Epoch milliseconds from which on the record may be erased; absent without a record. */
  readonly settledAtMs?: number;
  /** The employee id that was asked for, where it points to a record that does not hold it. */
  readonly pointed?: PointedEmployee;
  /** What waits for its day, was released or cancelled. */
  readonly scheduled: readonly StoredHire[];
  readonly failed: readonly FailedMessage[];
  /** What the intake noted, as far as it can be found by what is known of the person. */
  readonly marks: readonly StoredMark[];
}

/** An id of several people. */
class SeveralPeopleError extends Error {
  override readonly name = 'SeveralPeopleError';
}

/**
 * The record of a person, what waits for their day, what the intake noted and, among the messages that are held, those
 * about the person. A message that names the employee id at another address is about another person.
 * @throws {SeveralPeopleError} if an id is that of several people
 */
export async function findStoredPerson(
  stack: Stack,
  name: Name,
  batch: Pick<FailedBatch, 'messages' | 'digests' | 'intakeDigests'>,
  options: FindOptions,
): Promise<StoredPerson> {
  const { messages, digests } = batch;
  const who = whoIs(name, digests);
  const records = await recordsOf(stack, who, options);
  const isAbout = aboutOf(who, records);
  const failed = messages.filter(
    (message) => isAbout(message) || isOnlyOfEmployee(message, records, digests),
  );
  const scheduled = await findScheduledAbout(stack, who, records, options.signal);
  const personKey = who.personKey ?? solePersonOf(who.text, [...records, ...failed, ...scheduled]);
  const [record] = records;
  const pointed =
    who.employeeKey === undefined
      ? undefined
      : await notHeldBy(stack, who.employeeKey, options.signal);
  const marks = await findMarks(stack, { who, records, failed, scheduled }, batch, options.signal);
  return {
    ...(personKey !== undefined && { personKey }),
    ...(record && { record, settledAtMs: await settledAtMs(stack, record) }),
    ...(pointed && { pointed }),
    scheduled,
    failed,
    marks,
  };
}

/** A sender chooses the ids of a message: what has the same one may be about anyone. */
function solePersonOf(
  id: string,
  found: readonly { readonly personKey?: string }[],
): string | undefined {
  const people = keysOf(found);
  if (people.length > 1)
    throw new SeveralPeopleError(
      `${people.length} people have the id ${compactLine(id)}. Nothing is erased. Look at each, and erase the one that you mean by address or person key: ${people.join(', ')}`,
    );
  return people[0];
}

async function notHeldBy(
  stack: Stack,
  employeeKey: string,
  signal: AbortSignal,
): Promise<PointedEmployee | undefined> {
  const nowMs = () => nowMsAtAws(stack);
  const options = { nowMs, signal };
  const pointed = await findPointedEmployee(usersTableOf(stack), employeeKey, options);
  return pointed?.standing.kind === 'held' ? undefined : pointed;
}

async function settledAtMs(stack: Stack, record: UserRecord): Promise<number> {
  const { target } = await readStackSettings(stack);
  return settledAtMsOf(record, target);
}

/**
 * Whether a message without a valid address names the employee id of a record. That id may be another's: what names
 * another address is found by the id itself only.
 */
function isOnlyOfEmployee(
  { employeeId, personKey }: FailedMessage,
  records: readonly UserRecord[],
  { employeeKeyOf }: Digests,
): boolean {
  if (employeeId === undefined || personKey !== undefined) return false;
  const asked = employeeKeyOf(employeeId);
  return records.some(({ employeeKey }) => employeeKey === asked);
}

/** The different people of these. */
function keysOf(things: readonly { readonly personKey?: string }[]): readonly string[] {
  return [...new Set(things.flatMap(({ personKey }) => personKey ?? []))];
}

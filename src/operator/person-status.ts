import type { UserRecord } from '../provisioning/record.ts';
import type { PointedEmployee } from './employee-pointer.ts';
import type { ListedMessage } from './failed/failed-message.ts';
import { listFailedMessages } from './failed/failed-queues.ts';
import { findRecordsOfId } from './stack/find-records.ts';
import { findScheduledAbout } from './stack/find-scheduled.ts';
import { type QueueDepth, queueDepth } from './stack/queue-depth.ts';
import { readDigests, readStackSettings, type Stack, usersStoreOf } from './stack/stack.ts';
import type { StoredHire } from './stack/stored-hire.ts';

/** What is known about a person, or about every person with one id. */
export interface PersonStatus {
  readonly people: readonly Person[];
  /** The messages of the new-hire queue are not read: a receive counts as a delivery. */
  readonly newHireQueue: QueueDepth;
  /** About how many failed messages another process held: they were not searched. */
  readonly failedInFlightElsewhere: number;
  readonly logGroupName: string;
  /** The employee id that was asked for, where it points to a record that does not hold it. */
  readonly pointed?: PointedEmployee;
}

export interface Person {
  readonly personKey?: string;
  readonly record?: UserRecord;
  /** What waits for its day, was released or cancelled. */
  readonly scheduled: readonly StoredHire[];
  /** Dead-letter and rejected messages about the person, the newest first. */
  readonly failed: readonly ListedMessage[];
}

export interface StatusOptions {
  readonly signal: AbortSignal;
  /** Called before a search by request id reads the whole table, with what the id points to as an employee id. */
  readonly onScan?: (pointed: PointedEmployee | undefined) => void;
  /** Called with the number of records that it has read so far. */
  readonly onProgress: (read: number) => void;
}

/**
 * Finds a person by address with one read, by employee id with two, and by request id with a scan of the table. A failed message is also found by an address that is not valid:
 * such a message has no person.
 */
export async function statusOf(
  stack: Stack,
  query: string,
  options: StatusOptions,
): Promise<PersonStatus> {
  const [settings, digests] = await Promise.all([readStackSettings(stack), readDigests(stack)]);
  const isAddress = query.includes('@');
  const asked = spelling(query);
  const personKey = isAddress ? digests.personKeyOf(asked) : undefined;
  let pointed: PointedEmployee | undefined;
  const onScan = (found: PointedEmployee | undefined) => {
    pointed = found;
    options.onScan?.(found);
  };
  const [records, { messages, inFlightElsewhere }, newHireQueue] = await Promise.all([
    personKey === undefined
      ? findRecordsOfId(stack, digests, query, { ...options, onScan })
      : usersStoreOf(stack)
          .read(personKey, options.signal)
          .then((record) => (record ? [record] : [])),
    listFailedMessages(stack, {}, { signal: options.signal }),
    queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl),
  ]);
  const scheduled = await findScheduledAbout(stack, query, records, options.signal);
  const known = new Set([personKey, ...records.map((record) => record.personKey)]);
  const about = messages.filter(
    (message) =>
      (message.personKey !== undefined && known.has(message.personKey)) ||
      (message.address !== undefined && spelling(message.address) === asked) ||
      message.employeeId === query ||
      message.requestId === query,
  );
  return {
    people: peopleOf(personKey, records, scheduled, about),
    newHireQueue,
    failedInFlightElsewhere: inFlightElsewhere,
    logGroupName: settings.logGroupName,
    ...(pointed && { pointed }),
  };
}

/** Addresses are compared without regard to letter case, valid or not. */
function spelling(address: string): string {
  return address.trim().toLowerCase();
}

function peopleOf(
  personKey: string | undefined,
  records: readonly UserRecord[],
  scheduled: readonly StoredHire[],
  failed: readonly ListedMessage[],
): Person[] {
  const keys = new Set([
    ...(personKey === undefined ? [] : [personKey]),
    ...[...records, ...scheduled].map((one) => one.personKey),
    ...failed.map((message) => message.personKey),
  ]);
  return [...keys].flatMap((key): Person[] => {
    const record = records.find((one) => one.personKey === key);
    const about = failed.filter((message) => message.personKey === key);
    const waiting = scheduled.filter((hire) => hire.personKey === key);
    if (record === undefined && about.length + waiting.length === 0) return [];
    return [
      {
        ...(key !== undefined && { personKey: key }),
        ...(record && { record }),
        scheduled: waiting,
        failed: about,
      },
    ];
  });
}

import type { UserRecord } from '../provisioning/record.ts';
import type { PointedEmployee } from './employee-pointer.ts';
import type { FailedMessage, ListedMessage } from './failed/failed-message.ts';
import { withFailedMessages } from './failed/failed-queues.ts';
import { aboutOf, type FindOptions, recordsOf } from './find-person.ts';
import { isAlsoAnothersId } from './same-spelling.ts';
import { type DeployedRules, deployedRulesOf } from './stack/deployed-rules.ts';
import { findScheduledAbout } from './stack/find-scheduled.ts';
import { type QueueDepth, queueDepth } from './stack/queue-depth.ts';
import { readDigests, readStackSettings, type Stack } from './stack/stack.ts';
import type { StoredHire } from './stack/stored-hire.ts';
import { type Name, whoToShow } from './who.ts';

/** What is known about a person, or about every person with one id. */
export interface PersonStatus {
  readonly people: readonly Person[];
  /** The messages of the new-hire queue are not read: a receive counts as a delivery. */
  readonly newHireQueue: QueueDepth;
  /** About how many failed messages another process held: they were not searched. */
  readonly failedInFlightElsewhere: number;
  readonly logGroupName: string;
  readonly deployedRules: DeployedRules;
  /** The employee id that was asked for, where it points to a record that does not hold it. */
  readonly pointed?: PointedEmployee;
  /** The word was read as an address, and is an employee id, too, of another person. */
  readonly isAlsoAnothersId: boolean;
}

export interface Person {
  readonly personKey?: string;
  readonly record?: UserRecord;
  /** What waits for its day, was released or cancelled. */
  readonly scheduled: readonly StoredHire[];
  /** Dead-letter and rejected messages about the person, the newest first. */
  readonly failed: readonly ListedMessage[];
}

export interface StatusOptions extends FindOptions {
  /** Called with every failed message of the stack while its body can be read. */
  readonly onFailed?: (message: FailedMessage) => void;
}

/** Finds a person by address with one read, by employee id with two, and by request id with a scan of the table. */
export async function statusOf(
  stack: Stack,
  name: Name,
  options: StatusOptions,
): Promise<PersonStatus> {
  const { signal, onFailed } = options;
  const [settings, digests] = await Promise.all([readStackSettings(stack), readDigests(stack)]);
  const who = whoToShow(name, digests);
  let pointed: PointedEmployee | undefined;
  const onScan = (found: PointedEmployee | undefined) => {
    pointed = found;
    options.onScan?.(found);
  };
  const [records, { messages, inFlightElsewhere }, newHireQueue] = await Promise.all([
    recordsOf(stack, who, { ...options, onScan }),
    withFailedMessages(stack, {}, { signal }, async (batch) => {
      for (const message of batch.messages) onFailed?.(message);
      return batch;
    }),
    queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl),
  ]);
  const scheduled = await findScheduledAbout(stack, who, records, signal);
  const about = messages.filter(aboutOf(who, records));
  return {
    people: peopleOf(who.personKey, records, scheduled, about),
    newHireQueue,
    failedInFlightElsewhere: inFlightElsewhere,
    logGroupName: settings.logGroupName,
    deployedRules: deployedRulesOf(stack),
    ...(pointed && { pointed }),
    isAlsoAnothersId: await isAlsoAnothersId(stack, name, { signal, messages }),
  };
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
  const failedOf = Map.groupBy(failed, (message) => message.personKey);
  return [...keys].flatMap((key): Person[] => {
    const record = records.find((one) => one.personKey === key);
    const about = failedOf.get(key) ?? [];
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

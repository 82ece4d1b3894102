import { eventTypesOf } from '../contracts/envelopes.ts';
import { checkEventTypes } from '../contracts/event-types.ts';
import { UnreadableFileError } from '../sources/files/file-bytes.ts';
import type { Source } from '../sources/source.ts';
import { type ApprovalLimit, type FileCounts, NO_COUNTS } from './file-progress.ts';
import { type MessageRecords, type RawMessage, readRawMessage } from './read-raw-message.ts';
import { type IntakeRecord, readRecord } from './read-records.ts';
import { reject } from './reject.ts';
import type { RejectedRecord } from './rejected-record.ts';
import { sendRecords, type TakeDeps, takeRecords } from './take-records.ts';
import { NO_SOURCE, rejectOriginal, rejectUnreadable } from './unreadable.ts';

export interface TakeMessageDeps extends TakeDeps {
  readonly sources: readonly Source[];
  readonly limit: ApprovalLimit;
  /** Of events in envelopes; none for any type. */
  readonly acceptedEventTypes: readonly string[];
  /** What was sent or rejected, group by group. */
  readonly onTaken: (counts: FileCounts) => void;
}

const GROUP = 100;

/**
 * Takes a message with raw records, one or many. One with too many is set aside as a whole, and so is an event of a
 * type that is not accepted, and several events: the hires that come of records have no envelope that still said so.
 * @throws the error of a call, UnsentError or ContestedMarksError: to be taken again
 */
export async function takeMessage(message: RawMessage, deps: TakeMessageDeps): Promise<void> {
  const { body, askedAtMs } = message;
  const original = { cameAs: 'rejected-record', source: sourceOf(message, deps), body } as const;
  const reason = checkEventTypes(eventTypesOf(body), deps.acceptedEventTypes);
  if (reason) return rejectOriginal({ ...original, reason }, askedAtMs, deps);
  try {
    const { sources, limit, acceptedEventTypes } = deps;
    const read = await readRawMessage(message, sources, limit, acceptedEventTypes);
    await takeAll(read, message, deps);
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    await rejectUnreadable({ ...original, rules: error.message }, askedAtMs, deps);
  }
}

/** An attribute may hold anything. */
function sourceOf({ source }: RawMessage, { sources }: TakeMessageDeps): string {
  return sources.find(({ name }) => name === source)?.name ?? NO_SOURCE;
}

async function takeAll(
  { recognised, records }: MessageRecords,
  message: RawMessage,
  deps: TakeMessageDeps,
): Promise<void> {
  const context = { recognised, askedAtMs: message.askedAtMs, digests: deps.digests };
  const mapped: IntakeRecord[] = [];
  for (const [index, one] of records.entries())
    mapped.push(await readRecord(one, index + 1, context));
  if (message.isCopy) return takeCopy(mapped, message, deps);
  for (const group of inGroups(mapped)) deps.onTaken(await takeRecords(group, message, deps));
}

/**
 * What is not sent of a copy is rejected again, whatever its mark says: else it would be lost. It comes last, as no mark
 * says that it is done: when a call before it fails, the next delivery has not rejected it yet.
 */
async function takeCopy(
  mapped: readonly IntakeRecord[],
  message: RawMessage,
  deps: TakeMessageDeps,
): Promise<void> {
  const refused: RejectedRecord[] = mapped.filter((record) => record.kind === 'rejected');
  for (const group of inGroups(mapped.filter(({ kind }) => kind !== 'rejected'))) {
    const sent = await sendRecords(group, message, deps);
    deps.onTaken(sent.counts);
    refused.push(...sent.refused);
  }
  for (const group of inGroups(refused)) {
    await reject(group, message.askedAtMs, deps);
    deps.onTaken({ ...NO_COUNTS, rejected: group.length });
  }
}

function inGroups<Record>(records: readonly Record[]): readonly (readonly Record[])[] {
  const count = Math.ceil(records.length / GROUP);
  return Array.from({ length: count }, (_, group) =>
    records.slice(group * GROUP, (group + 1) * GROUP),
  );
}

import type { IntakeDigests } from '../provisioning/intake-digests.ts';
import { sendableJson } from '../provisioning/mapped-hire.ts';
import type { FileRecord } from '../sources/files/file-record.ts';
import type { Recognised } from '../sources/recognise.ts';
import type { MarkedRecord } from './plan-records.ts';
import type { HirePlace } from './ports.ts';
import type { Rejection } from './reject.ts';

export type RejectedRecord = MarkedRecord & { readonly kind: 'rejected' } & Rejection;

/** The reason code of a record that cannot be mapped. */
export const UNMAPPED_RECORD = 'unmapped-record';
/** The reason code of a record about a person of whom its file or message has another one. */
export const REPEATED_RECORD = 'repeated-record';
/** The reason code of a record that is older than another one about the person. */
export const SUPERSEDED_RECORD = 'superseded-record';

const RECORD_CODES = [UNMAPPED_RECORD, REPEATED_RECORD, SUPERSEDED_RECORD] as const;

/** Why a record is not sent. */
export interface Refusal {
  readonly code: (typeof RECORD_CODES)[number];
  /** With remedies, and no value. */
  readonly rules: readonly string[];
  /** Of the record that decides in its place. */
  readonly after?: Pick<HirePlace, 'record' | 'line'> | undefined;
}

/** What records of a file or message have in common. */
export interface RecordContext {
  readonly recognised: Recognised;
  /** Of the file or message, in epoch milliseconds. */
  readonly askedAtMs: number;
  readonly digests: IntakeDigests;
}

/** A record as it was written. */
export interface Original {
  readonly number: number;
  readonly line: number;
  /** As SQS carries it; absent where it is too long for that, or not whole. */
  readonly json: string | undefined;
}

/** Of the rejected queue, of which its attributes have the rest: SQS counts body and attributes as one. */
const LONGEST_MESSAGE_BYTES = 1_048_576;
const LONGEST_BODY_BYTES = LONGEST_MESSAGE_BYTES - 65_536;

/** @param number its place in the file or message, counted from 1 */
export function originalOf({ line, original }: FileRecord, number: number): Original {
  const written = original?.();
  const json = written === undefined ? undefined : sendableJson(written);
  const isKept = json !== undefined && Buffer.byteLength(json) <= LONGEST_BODY_BYTES;
  return { number, line, json: isKept ? json : undefined };
}

export function rejectedRecord(
  { number, line, json }: Original,
  { code, rules, after }: Refusal,
  { recognised, askedAtMs, digests }: RecordContext,
): RejectedRecord {
  const source = recognised.source.name;
  // Names it among all records that are not kept, and helps to find its file.
  const place = { record: number, askedAt: new Date(askedAtMs).toISOString() };
  const body = json ?? JSON.stringify(place);
  const lost =
    json === undefined ? ['The record itself is too long or not whole, and not kept here'] : [];
  const behind = after ? `, after record ${after.record}, line ${after.line}` : '';
  const where = `${source}, record ${number}, line ${line}${behind}`;
  return {
    kind: 'rejected',
    cameAs: 'rejected-record',
    source,
    key: rejectedMarkKeyOf({ source, body, askedAtMs }, code, digests),
    content: digests.intakeDigestOf(['rejected', body]),
    requestId: `${source}:${digests.intakeDigestOf(['original', source, body])}`,
    body,
    reason: { code, message: `${where}: ${[...rules, ...lost].join('. ')}` },
  };
}

/** What was rejected, as it is set aside. */
interface Rejected extends Pick<Rejection, 'source' | 'body'> {
  /** Of its file or message, in epoch milliseconds. */
  readonly askedAtMs: number;
}

/** Keys of the marks that say of a record that it was rejected, for whichever reasons. */
export function rejectedMarkKeysOf(rejected: Rejected, digests: IntakeDigests): readonly string[] {
  return RECORD_CODES.map((code) => rejectedMarkKeyOf(rejected, code, digests));
}

/**
 * A record that was rejected for one reason is rejected again for another one: else what a sender repeats of HR's
 * would keep HR's own from the operator. In each file that is older than what came since, it is another decision.
 */
function rejectedMarkKeyOf(
  { source, body, askedAtMs }: Rejected,
  code: Refusal['code'],
  digests: IntakeDigests,
): string {
  const ofFile = code === SUPERSEDED_RECORD ? [String(askedAtMs)] : [];
  return `mark#${digests.intakeDigestOf(['rejected', source, code, ...ofFile, body])}`;
}

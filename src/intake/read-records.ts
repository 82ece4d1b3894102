import type { IntakeDigests } from '../provisioning/intake-digests.ts';
import { mappedBodyOf, sendableJson } from '../provisioning/mapped-hire.ts';
import type { RecordFault } from '../sources/fault.ts';
import type { FileRecord } from '../sources/files/file-record.ts';
import { mapRecord } from '../sources/map-record.ts';
import type { Recognised } from '../sources/recognise.ts';
import type { MarkedRecord } from './plan-records.ts';
import type { HirePlace } from './ports.ts';
import type { Rejection } from './reject.ts';

export type RejectedRecord = MarkedRecord & { readonly kind: 'rejected' } & Rejection;

export type HireRecord = MarkedRecord & {
  readonly kind: 'hire';
  readonly body: string;
  readonly place: HirePlace;
  /** The record as it was, for one that is not sent. */
  rejectedAs(refusal: Refusal): RejectedRecord;
};

/** A record of a file or a message, and what is to be done with it. */
export type IntakeRecord = { readonly kind: 'left-out' } | HireRecord | RejectedRecord;

/** Why a record is not sent. */
export interface Refusal {
  readonly code: string;
  /** With remedies, and no value. */
  readonly rules: readonly string[];
  /** Of the record that decides in its place. */
  readonly after?: Pick<HirePlace, 'record' | 'line'> | undefined;
}

/** Of the rejected queue, of which its attributes have the rest: SQS counts body and attributes as one. */
const LONGEST_MESSAGE_BYTES = 1_048_576;
const LONGEST_BODY_BYTES = LONGEST_MESSAGE_BYTES - 65_536;

export interface ReadContext {
  readonly recognised: Recognised;
  /** Of the file or message, in epoch milliseconds. */
  readonly askedAtMs: number;
  readonly digests: IntakeDigests;
}

/**
 * Maps one record. Never throws.
 * @param number its place in the file or message, counted from 1
 */
export async function readRecord(
  record: FileRecord,
  number: number,
  context: ReadContext,
): Promise<IntakeRecord> {
  const { recognised, digests } = context;
  const { name } = recognised.source;
  const original = () => ({ line: record.line, number, json: record.original?.() });
  if ('fault' in record) return rejected(original(), unmapped([{ rule: record.fault }]), context);
  const mapped = await mapRecord(recognised.shape, record.record);
  if (mapped.kind === 'left-out') return mapped;
  if (mapped.kind === 'refused') return rejected(original(), unmapped(mapped.faults), context);
  const { hire } = mapped;
  // The record itself takes far more memory, and a group of them is kept until it is sent.
  const kept = original();
  const address = String(hire['emailAddress']).toLowerCase();
  const person = hire['employeeId'] ?? address;
  const body = mappedBodyOf(name, hire, digests);
  return {
    kind: 'hire',
    key: personMarkKeyOf(name, String(person), digests),
    content: sentDigestOf(body, digests),
    place: { record: number, line: record.line, address: addressDigestOf(name, address, digests) },
    body,
    rejectedAs: (refusal) => rejected(kept, refusal, context),
  };
}

/** A record as it was written. */
interface Original {
  readonly number: number;
  readonly line: number;
  readonly json: string | undefined;
}

function unmapped(faults: readonly RecordFault[]): Refusal {
  const rules = faults.map(({ field, rule }) => (field === undefined ? rule : `${field}: ${rule}`));
  return { code: UNMAPPED_RECORD, rules };
}

function rejected(
  { number, line, json }: Original,
  { code, rules, after }: Refusal,
  { recognised, askedAtMs, digests }: ReadContext,
): RejectedRecord {
  const source = recognised.source.name;
  const original = json === undefined ? undefined : sendableJson(json);
  const isKept = original !== undefined && Buffer.byteLength(original) <= LONGEST_BODY_BYTES;
  // Names it among all records that are not kept, and helps to find its file.
  const place = { record: number, askedAt: new Date(askedAtMs).toISOString() };
  const body = isKept ? original : JSON.stringify(place);
  const lost = isKept ? [] : ['The record itself is too long or not whole, and not kept here'];
  const behind = after ? `, after record ${after.record}, line ${after.line}` : '';
  const where = `${source}, record ${number}, line ${line}${behind}`;
  return {
    kind: 'rejected',
    cameAs: 'rejected-record',
    source,
    key: rejectedMarkKeyOf(source, body, digests),
    content: digests.intakeDigestOf(['rejected', body]),
    requestId: `${source}:${digests.intakeDigestOf(['original', source, body])}`,
    body,
    reason: { code, message: `${where}: ${[...rules, ...lost].join('. ')}` },
  };
}

/** The reason code of a record that cannot be mapped. */
const UNMAPPED_RECORD = 'unmapped-record';

/**
 * Key of the mark of a person.
 * @param person the employee id, or the address in lower case where the source gives none
 */
export function personMarkKeyOf(source: string, person: string, digests: IntakeDigests): string {
  return `mark#${digests.intakeDigestOf(['person', source, person])}`;
}

/**
 * Key of the mark of a record that cannot be mapped.
 * @param body as it is set aside
 */
export function rejectedMarkKeyOf(source: string, body: string, digests: IntakeDigests): string {
  return `mark#${digests.intakeDigestOf(['rejected', source, body])}`;
}

/** @param address in lower case */
function addressDigestOf(source: string, address: string, digests: IntakeDigests): string {
  return digests.intakeDigestOf(['address', source, address]);
}

/** What the mark of a person says of the message that was sent. */
export function sentDigestOf(body: string, digests: IntakeDigests): string {
  return digests.intakeDigestOf(['sent', body]);
}

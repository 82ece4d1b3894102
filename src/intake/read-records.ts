import type { IntakeDigests } from '../provisioning/intake-digests.ts';
import { mappedBodyOf } from '../provisioning/mapped-hire.ts';
import type { RecordFault } from '../sources/fault.ts';
import type { FileRecord } from '../sources/files/file-record.ts';
import { mapRecord } from '../sources/map-record.ts';
import type { MarkedRecord } from './plan-records.ts';
import type { HirePlace } from './ports.ts';
import {
  type Original,
  originalOf,
  type RecordContext,
  type Refusal,
  type RejectedRecord,
  rejectedRecord,
  UNMAPPED_RECORD,
} from './rejected-record.ts';

export type HireRecord = MarkedRecord & {
  readonly kind: 'hire';
  readonly body: string;
  readonly place: HirePlace;
  /** The record as it was, for one that is not sent. */
  rejectedAs(refusal: Refusal): RejectedRecord;
};

/** A record of a file or a message, and what is to be done with it. */
export type IntakeRecord = { readonly kind: 'left-out' } | HireRecord | RejectedRecord;

/**
 * Maps one record. Never throws.
 * @param number its place in the file or message, counted from 1
 */
export async function readRecord(
  record: FileRecord,
  number: number,
  context: RecordContext,
): Promise<IntakeRecord> {
  const { recognised, digests } = context;
  const { name } = recognised.source;
  if ('fault' in record)
    return rejectedRecord(originalOf(record, number), unmapped([{ rule: record.fault }]), context);
  const mapped = await mapRecord(recognised.shape, record.record);
  if (mapped.kind === 'left-out') return mapped;
  if (mapped.kind === 'refused')
    return rejectedRecord(originalOf(record, number), unmapped(mapped.faults), context);
  const { hire } = mapped;
  const address = String(hire['emailAddress']).toLowerCase();
  const person = hire['employeeId'] ?? address;
  const body = mappedBodyOf(name, hire, digests);
  return {
    kind: 'hire',
    key: personMarkKeyOf(name, String(person), digests),
    content: sentDigestOf(body, digests),
    place: { record: number, line: record.line, address: addressDigestOf(name, address, digests) },
    body,
    rejectedAs: rejecterOf(originalOf(record, number), context),
  };
}

/**
 * The record itself takes far more memory than its original, and a group of them is kept until it is sent. A function
 * that is made where the record is in scope may keep it.
 */
function rejecterOf(original: Original, context: RecordContext): HireRecord['rejectedAs'] {
  return (refusal) => rejectedRecord(original, refusal, context);
}

function unmapped(faults: readonly RecordFault[]): Refusal {
  const rules = faults.map(({ field, rule }) => (field === undefined ? rule : `${field}: ${rule}`));
  return { code: UNMAPPED_RECORD, rules };
}

/**
 * Key of the mark of a person.
 * @param person the employee id, or the address in lower case where the source gives none
 */
export function personMarkKeyOf(source: string, person: string, digests: IntakeDigests): string {
  return `mark#${digests.intakeDigestOf(['person', source, person])}`;
}

/** @param address in lower case */
function addressDigestOf(source: string, address: string, digests: IntakeDigests): string {
  return digests.intakeDigestOf(['address', source, address]);
}

/** What the mark of a person says of the message that was sent. */
export function sentDigestOf(body: string, digests: IntakeDigests): string {
  return digests.intakeDigestOf(['sent', body]);
}

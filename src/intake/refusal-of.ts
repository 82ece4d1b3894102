import type { PlannedRecord } from './plan-records.ts';
import type { HireRecord, Refusal, RejectedRecord } from './read-records.ts';

/** The reason code of a record about a person of whom its file or message has another one. */
const REPEATED_RECORD = 'repeated-record';
const REPEATED =
  'must not be about the same person as another record of its file or message, of which the first one decides; in the HR system, leave one of them out, or correct its employee id';

/** Why a record is not sent, where an operator has to know. */
export function refusalOf({
  record,
  standing,
  decidedBy,
}: PlannedRecord<HireRecord | RejectedRecord>): Refusal | undefined {
  if (record.kind === 'rejected' || standing !== 'repeated') return undefined;
  return { code: REPEATED_RECORD, rules: [REPEATED], after: decidedBy };
}

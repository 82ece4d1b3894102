import type { Asked, PlannedRecord } from './plan-records.ts';
import type { HireRecord } from './read-records.ts';
import {
  REPEATED_RECORD,
  type Refusal,
  type RejectedRecord,
  SUPERSEDED_RECORD,
} from './rejected-record.ts';

const REPEATED =
  'must not be about the same person as another record of its file or message, of which the first one decides; in the HR system, leave one of them out, or correct its employee id';

const SUPERSEDED_ELSEWHERE =
  'must not be older than a record that came since, with the same employee id and another address; find out who sent that one, and which is right, and have the HR system send the person again';
const SUPERSEDED_COPY =
  'must not be older than a record about the person that came since; drop it if that one is right, else have the HR system send the person again';

/**
 * Why a record is not sent, where an operator has to know. Sent, an older one could make an account before its day.
 * What a file says of a person at the same address is simply outdone by a later one; a copy is kept nowhere else.
 */
export function refusalOf(
  { record, standing, decidedBy }: PlannedRecord<HireRecord | RejectedRecord>,
  { isCopy }: Asked,
): Refusal | undefined {
  if (record.kind === 'rejected') return undefined;
  if (standing === 'repeated')
    return { code: REPEATED_RECORD, rules: [REPEATED], after: decidedBy };
  if (standing === 'superseded-elsewhere')
    return { code: SUPERSEDED_RECORD, rules: [SUPERSEDED_ELSEWHERE] };
  if (standing === 'superseded' && isCopy)
    return { code: SUPERSEDED_RECORD, rules: [SUPERSEDED_COPY] };
  return undefined;
}

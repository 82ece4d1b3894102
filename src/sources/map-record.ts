import * as v from 'valibot';
import { fieldOf, type JsonObject } from '../contracts/envelopes.ts';
import { newHire, sentFields } from '../contracts/new-hire.ts';
import type { Expression } from './expressions/expression.ts';
import { CutOffError, MappingError, type RecordFault } from './fault.ts';
import { HIRE_FIELDS } from './hire-fields.ts';
import { MAX_RESULT_CHARACTERS } from './limits.ts';
import { withoutLongTexts } from './long-texts.ts';
import type { Shape } from './source.ts';
import { spreadsheetDamage } from './spreadsheet-damage.ts';

/** What a record comes to. */
export type MappedRecord =
  | {
      readonly kind: 'hire';
      /** The bare hire, as the contract has it. */
      readonly hire: JsonObject;
    }
  /** The source says that it is no hire. */
  | { readonly kind: 'left-out' }
  | { readonly kind: 'refused'; readonly faults: readonly RecordFault[] };

/**
 * Maps a record to a hire. Never throws. A hire is one that the contract accepts: a record that would be rejected
 * later is refused here, where its original is at hand.
 */
export async function mapRecord(
  { lacks, only, hire: expressions }: Pick<Shape, 'lacks' | 'only' | 'hire'>,
  original: JsonObject,
): Promise<MappedRecord> {
  const record = withoutLongTexts(original);
  if (only) {
    const selected = await resultOf(only, record, 'only');
    if ('fault' in selected) return { kind: 'refused', faults: [selected.fault] };
    if (selected.value !== true) return { kind: 'left-out' };
  }
  if (lacks !== undefined) return { kind: 'refused', faults: [{ rule: lacks }] };
  const mapped: Record<string, unknown> = {};
  const faults: RecordFault[] = [];
  for (const [field, expression] of expressions) {
    const result = await resultOf(expression, record, field);
    if ('isCutOff' in result) return { kind: 'refused', faults: [result.fault] };
    const checked = 'fault' in result ? result : checkResult(field, result.value);
    if ('fault' in checked) faults.push(checked.fault);
    else if (checked.value !== undefined) mapped[field] = checked.value;
  }
  if (faults.length > 0) return { kind: 'refused', faults };
  return hireFrom(mapped);
}

function hireFrom(mapped: JsonObject): MappedRecord {
  const hire = sentFields(mapped, HIRE_FIELDS);
  const read = v.safeParse(newHire, hire);
  if (!read.success) {
    const ofField = new Map(
      read.issues.toReversed().map((issue) => [String(fieldOf(issue)), issue.message]),
    );
    const faults = [...ofField].map(([field, rule]) => ({ field, rule }));
    return { kind: 'refused', faults: faults.toReversed() };
  }
  return { kind: 'hire', hire };
}

type Result =
  | { readonly value: unknown }
  | { readonly fault: RecordFault; readonly isCutOff?: true };

async function resultOf(expression: Expression, record: object, field: string): Promise<Result> {
  try {
    return { value: await expression.evaluate(record) };
  } catch (error) {
    const rule = error instanceof MappingError ? error.message : 'cannot be evaluated; correct it';
    return { fault: { field, rule }, ...(error instanceof CutOffError && { isCutOff: true }) };
  }
}

/** Only scalars of a reasonable length become part of a hire. */
function checkResult(field: string, value: unknown): Result {
  const refused = (rule: string): Result => ({ fault: { field, rule } });
  if (value === undefined || value === null) return { value: undefined };
  if (typeof value === 'number') {
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      return refused('must be a number of at most 15 digits; send a longer one as text');
    return { value: String(value) };
  }
  if (typeof value !== 'string')
    return refused(
      Array.isArray(value)
        ? 'has several values in this record; select one in the source file'
        : 'must be text or a number; correct the expression of the source file',
    );
  if (value.length > MAX_RESULT_CHARACTERS)
    return refused(`must have at most ${MAX_RESULT_CHARACTERS} characters; correct it`);
  const damage = spreadsheetDamage(field, value);
  return damage === undefined ? { value: withoutLineBreaks(value) } : refused(damage);
}

/** In a cell, they are layout: no field of a hire has more than one line. */
export function withoutLineBreaks(text: string): string {
  // One pattern for blanks around a line break would look at each run of blanks once for each of them.
  return text.replace(/\s+/g, (blanks) => (/[\r\n]/.test(blanks) ? ' ' : blanks));
}

import type { RecordFault } from '../../sources/fault.ts';
import type { HireFile, RefusedRecord } from '../send/hire-message.ts';
import { counted } from './format.ts';
import { printable } from './printable.ts';
import { type StyledOptions, tableOf } from './table.ts';

const SHOWN_RECORDS = 100;
const BYTES_PER_MEGABYTE = 1_000_000;

/** Records that are no hires, though they should be, each with the fields and the rules. */
export function refusedTable(refused: readonly RefusedRecord[], options: StyledOptions): string {
  const rows = refused
    .slice(0, SHOWN_RECORDS)
    .map(({ line, faults }) => [
      String(line),
      options.style('red', 'refused'),
      faults.map(faultText).join('\n'),
    ]);
  const more = refused.length - rows.length;
  const table = tableOf(['line', 'record', 'reason'], rows, options);
  return more === 0 ? table : `${table}\nand ${more} more`;
}

/** What became of the records of a file, and how it was read, in sentences. */
export function fileText({ refused, leftOut, notes }: HireFile): readonly string[] {
  return [
    ...(refused.length === 0
      ? []
      : [`${counted(refused.length, 'record')} refused: nothing is sent for them.`]),
    ...(leftOut === 0
      ? []
      : [`${counted(leftOut, 'record')} left out: no new hires, says the source.`]),
    ...notes.map((note) => printable(note)),
  ];
}

/** The field and the rule, as one line that is safe to show. */
export function faultText({ field, rule }: RecordFault): string {
  return printable(field === undefined ? rule : `${field}: ${rule}`);
}

export function progressText(records: number, bytes: number): string {
  return `${records.toLocaleString('en')} records, ${(bytes / BYTES_PER_MEGABYTE).toFixed(1)} MB`;
}

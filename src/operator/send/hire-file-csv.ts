import { readDialect } from '../../sources/files/csv-dialect.ts';
import {
  type CsvHeader,
  isComplete,
  quoted,
  shownHeaders,
} from '../../sources/files/csv-header.ts';
import type { CsvRow } from '../../sources/files/csv-rows.ts';
import type { FileFault } from '../../sources/files/file-bytes.ts';
import { UnreadableFileError } from '../../sources/files/file-bytes.ts';
import type { FileRecord } from '../../sources/files/file-record.ts';
import type { TextFile } from '../../sources/files/text-file.ts';
import { refuseTooManyRecords } from '../../sources/files/too-many.ts';
import { readCsvRecords } from '../../sources/read-records.ts';
import type { Columns } from '../../sources/source.ts';
import { spreadsheetDamage } from '../../sources/spreadsheet-damage.ts';
import { type OnReadingProgress, readingProgress } from '../sources/reading-progress.ts';
import { COLUMN_FIELDS } from './column-fields.ts';
import type { HireFileContent, HireMessage } from './hire-message.ts';

const PRIVATE = /home|private|personal|alternat|other/i;
/** A header that a shell reads as nothing but words, in double quotes: it becomes part of a command to copy. */
const PLAIN_HEADER = /^[\p{L}\p{N}][\p{L}\p{N} ._/()-]*$/u;

/** The columns of a file whose header names fields of the contract, but for those with a header of their own. */
export function contractColumns(given: ReadonlyMap<string, string> = new Map()): Columns {
  const headers = COLUMN_FIELDS.map((field) => [field, [given.get(field) ?? field]] as const);
  return { headers: new Map(headers), needed: ['emailAddress', ...given.keys()] };
}

/**
 * Hires as rows under a header of the contract's field names. An empty cell is a field that is not sent; a row of
 * empty cells is skipped.
 */
export async function readCsv(
  text: TextFile,
  given?: ReadonlyMap<string, string>,
  onProgress?: OnReadingProgress,
): Promise<HireFileContent> {
  const columns = contractColumns(given);
  const { dialect, header } = readDialect(text.head, columns);
  if (header === undefined) return { messages: [], faults: [] };
  const faults = headerFaults(header, columns);
  const messages: HireMessage[] = [];
  const reading = readingProgress(text, onProgress);
  try {
    for await (const record of readCsvRecords(reading.text, dialect, header)) {
      faults.push(...recordFaults(record));
      if ('record' in record)
        messages.push({ line: record.line, body: JSON.stringify(record.record) });
      refuseTooManyRecords(messages.length, record.line);
      reading.countRecord();
    }
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    faults.push(...error.faults);
  }
  return { messages, faults, notes: headerNotes(header) };
}

/** How the header was found, and what of the file is not read. */
export function headerNotes(header: CsvHeader): string[] {
  const { rowsAbove, row } = header;
  const rows = rowsAbove === 1 ? '1 row' : `${rowsAbove} rows`;
  const above = rowsAbove === 0 ? [] : [`Not read: ${rows} above the header, line ${row.line}.`];
  return [...above, ...unknownNote(header)];
}

/** Names the columns that no one needs, once. */
function unknownNote({ unknown }: CsvHeader): string[] {
  return unknown.length === 0 ? [] : [`Columns that are not needed: ${quoted(unknown)}.`];
}

function headerFaults(header: CsvHeader, columns: Columns): FileFault[] {
  const { row, places, repeated } = header;
  const { line } = row;
  const twice = repeated.map((field): FileFault => {
    return { line, field, rule: 'must head one column only; remove the other' };
  });
  if (isComplete(header, columns)) return twice;
  const seen = shownHeaders(row);
  if (seen === undefined) {
    const rule = 'must name the columns in a first row; add one, such as emailAddress,firstName';
    return [...twice, { line, rule }];
  }
  const missing = columns.needed.filter((name) => !places.has(name));
  return [
    ...twice,
    ...missing.map((field) => {
      const header = columns.headers.get(field)?.[0] ?? field;
      const named = header === field ? 'must head a column' : `must have a column "${header}"`;
      const column = field === 'emailAddress' ? likelyAddress(row) : undefined;
      const rule = `${named}; add it, or name the column: --columns ${field}="${column ?? '…'}". Columns: ${seen}`;
      return { line, field, rule };
    }),
  ];
}

/** The only header of an address that may be the one for work. */
function likelyAddress({ cells }: CsvRow): string | undefined {
  const [only, another] = cells.filter((cell) => /mail/i.test(cell) && !PRIVATE.test(cell));
  return only !== undefined && another === undefined && PLAIN_HEADER.test(only) ? only : undefined;
}

function recordFaults(record: FileRecord): FileFault[] {
  const { line } = record;
  if ('fault' in record) return [{ line, rule: record.fault }];
  return Object.entries(record.record).flatMap(([field, cell]) => {
    const rule = spreadsheetDamage(field, String(cell));
    return rule === undefined ? [] : [{ line, field, rule }];
  });
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, type Info, type Options, parse } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';
import { FILE_LIMITS } from '../limits.ts';
import { emptyBlankRows } from './blank-rows.ts';
import { UnreadableFileError } from './file-bytes.ts';
import { refuseTooManyRows } from './too-many-rows.ts';

export interface CsvRow {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const OPTIONS = {
  relax_column_count: true,
  skip_empty_lines: true,
  trim: true,
  info: true,
  max_record_size: FILE_LIMITS.recordBytes,
} satisfies Options;

/** With `info`, csv-parse gives this for each record. */
interface RecordWithInfo {
  readonly record: readonly string[];
  readonly info: Pick<Info, 'lines'>;
}

/**
 * The rows of a CSV text that have a value, one by one.
 * @throws {UnreadableFileError} at the row from which on quotes are wrong, or where there are too many rows, with a
 *   value or without
 */
export async function* readCsvRows(
  text: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<CsvRow> {
  let lastLine = 0;
  let rows = 0;
  const parser = parse({
    ...OPTIONS,
    delimiter,
    // An error overtakes the rows before it.
    on_record(row, { lines, empty_lines: blankLines }) {
      lastLine = lines;
      rows += 1;
      refuseTooManyRows(rows + blankLines);
      return (row as unknown as RecordWithInfo).record.some(hasValue) ? row : null;
    },
  });
  async function* pieces() {
    for await (const piece of emptyBlankRows(text, delimiter)) {
      // No row is made of a blank line.
      refuseTooManyRows(rows + parser.info.empty_lines);
      yield piece;
    }
  }
  const reading = pipeline(Readable.from(pieces()), parser).catch(() => {});
  try {
    for await (const one of parser as AsyncIterable<RecordWithInfo>) yield rowOf(one);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UnreadableFileError([faultOf(error, lastLine)]);
  } finally {
    parser.destroy();
    await reading;
  }
}

/** The first rows of a text that may be cut off at its end, whatever its quotes are. */
export function readFirstRows(text: string, delimiter: string, count: number): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  const options: Options = { ...OPTIONS, info: false, delimiter, to: count, relax_quotes: true };
  try {
    parseText(text, {
      ...options,
      on_record(record: string[], info) {
        rows.push(rowOf({ record, info }));
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return rows;
}

function hasValue(cell: string): boolean {
  return cell.trim() !== '';
}

function rowOf({ record, info }: RecordWithInfo): CsvRow {
  // `lines` is where the row ends: a quoted cell may span several.
  const inside = record.join('').match(/\r\n|\n|\r/g)?.length ?? 0;
  return { line: info.lines - inside, cells: record.map((cell) => cell.trim()) };
}

function faultOf(error: CsvError, lastLine: number) {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return { line: lastLine + 1, rule: 'opens a quote that is never closed; close it' };
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return {
      line: lastLine + 1,
      rule: `must be at most ${FILE_LIMITS.recordBytes} characters long; close its quotes, or shorten it`,
    };
  return {
    line: Number(error['lines']),
    rule: 'has a quote inside a cell; put the whole cell in quotes and double those inside it',
  };
}

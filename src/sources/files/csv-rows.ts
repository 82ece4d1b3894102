import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, type Info, type Options, parse } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';
import { FILE_LIMITS } from '../limits.ts';
import { emptyBlankRows } from './blank-rows.ts';
import { UnreadableFileError } from './file-bytes.ts';
import { refuseTooManyRows } from './too-many.ts';

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

type ReadRow = (read: RecordWithInfo) => CsvRow;

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
  const readRow = createRowReader();
  const parser = parse({
    ...OPTIONS,
    delimiter,
    // An error overtakes the rows before it.
    on_record(row, { lines, empty_lines: blankLines }) {
      lastLine = lines;
      rows += 1;
      refuseTooManyRows(rows + blankLines);
      const read = readRow(row as unknown as RecordWithInfo);
      return (hasValue(read) ? read : null) as unknown as string[] | null;
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
    for await (const row of parser as AsyncIterable<CsvRow>) yield row;
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
  const readRow = createRowReader();
  const options: Options = { ...OPTIONS, info: false, delimiter, to: count, relax_quotes: true };
  try {
    parseText(text, {
      ...options,
      on_record(record: string[], info) {
        rows.push(readRow({ record, info }));
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return rows;
}

function hasValue({ cells }: CsvRow): boolean {
  return cells.some((cell) => cell !== '');
}

/**
 * Reads the rows of a file, in order. csv-parse gives the line where a row ends, and counts CR and LF in quotes as two
 * lines. A row that began on a wrong line could be taken for one above the header.
 */
function createRowReader(): ReadRow {
  let countedTwice = 0;
  return ({ record, info }) => {
    const ends = record.join('\0').match(/\r\n|\n|\r/g) ?? [];
    const pairs = ends.filter((end) => end === '\r\n').length;
    const line = info.lines - countedTwice - pairs - ends.length;
    countedTwice += pairs;
    return { line, cells: record.map((cell) => cell.trim()) };
  };
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

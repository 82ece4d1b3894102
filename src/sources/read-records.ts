import { isTypedEnvelope } from '../contracts/envelopes.ts';
import { afterSeparatorLine, type CsvDialect } from './files/csv-dialect.ts';
import { type CsvHeader, cellsOf } from './files/csv-header.ts';
import { toRecords } from './files/csv-records.ts';
import { type CsvRow, readCsvRows } from './files/csv-rows.ts';
import { UnreadableFileError } from './files/file-bytes.ts';
import type { FileRecord } from './files/file-record.ts';
import { splitJson } from './files/json-records.ts';
import type { OnEnvelope } from './files/json-splitter.ts';
import { type TextFile, textOf } from './files/text-file.ts';
import { refuseTooManyRecords } from './files/too-many.ts';
import { FILE_LIMITS } from './limits.ts';
import { parseRecord, type RecognisedShape } from './recognise.ts';
import type { Columns } from './source.ts';

const LONGEST_SEPARATOR_LINE = 16;
const ONE_EVENT =
  'must not hold events in envelopes, as this stack accepts only some types of events; send one event per message';
const NO_OBJECT = 'must be a JSON object; correct it, with one record in it';

export interface ReadOptions {
  /** Whether a document or record that is an envelope with a type makes all of the file unreadable. */
  readonly refusesEnvelopes?: boolean;
}

/**
 * Takes a file apart into its records, one by one: what is in memory does not grow with the file.
 * @throws {UnreadableFileError} where the rest cannot be separated, where there are too many records, or at the end
 * of an envelope that is refused, after its records
 */
export async function* readRecords(
  text: TextFile,
  recognised: RecognisedShape,
  { refusesEnvelopes = false }: ReadOptions = {},
): AsyncGenerator<FileRecord> {
  const records = recordsOf(text, recognised, refusesEnvelopes ? refuseEnvelope : undefined);
  let count = 0;
  for await (const record of records) {
    count += 1;
    refuseTooManyRecords(count, record.line);
    yield record;
  }
}

function recordsOf(
  text: TextFile,
  recognised: RecognisedShape,
  onEnvelope: OnEnvelope | undefined,
): AsyncGenerator<FileRecord> {
  if ('header' in recognised) return readCsvRecords(text, recognised.dialect, recognised.header);
  if ('rows' in recognised) return readRowObjects(text, recognised.rows, onEnvelope);
  return readJsonRecords(text, recognised.shape.records, onEnvelope);
}

/** Rows that were rejected, and come back as objects of their cells. */
async function* readRowObjects(
  text: TextFile,
  columns: Columns,
  onEnvelope: OnEnvelope | undefined,
): AsyncGenerator<FileRecord> {
  for await (const one of readJsonRecords(text, [], onEnvelope))
    yield 'record' in one ? { ...one, record: cellsOf(one.record, columns) } : one;
}

/**
 * The records of a CSV file below its header.
 * @throws {UnreadableFileError} also where the header may be a person's row, as others would be lost above it
 */
export async function* readCsvRecords(
  text: TextFile,
  dialect: CsvDialect,
  header: CsvHeader,
): AsyncGenerator<FileRecord> {
  if (header.fault) throw new UnreadableFileError([header.fault]);
  refuseLongHeaders(header.row);
  const rows = readCsvRows(withoutSeparatorLine(textOf(text)), dialect.delimiter);
  for await (const record of toRecords(checkWidth(rows), header, dialect.delimiter))
    yield { ...record, line: record.line + dialect.skippedLines };
}

async function* readJsonRecords(
  text: TextFile,
  path: readonly string[],
  onEnvelope: OnEnvelope | undefined,
): AsyncGenerator<FileRecord> {
  const { isLines } = text;
  const pieces = splitJson(textOf(text), { path, isLines, ...(onEnvelope && { onEnvelope }) });
  for await (const { line, text: piece, fault } of pieces) {
    const record = fault === undefined ? parseRecord(piece) : undefined;
    if (onEnvelope && record && isTypedEnvelope(record)) onEnvelope(line);
    const original = () => piece;
    if (record) yield { line, original, record };
    else yield { line, fault: fault ?? NO_OBJECT };
  }
}

/** A longer one is a file without a header, or one that would fill the queue with what each rejected row repeats. */
function refuseLongHeaders({ line, cells }: CsvRow): void {
  const { headerCharacters, headersCharacters } = FILE_LIMITS;
  const areShort = cells.every((cell) => cell.length <= headerCharacters);
  if (areShort && cells.join('').length <= headersCharacters) return;
  const rule = `must have headers of at most ${headerCharacters} characters, and ${headersCharacters} in all; shorten them, or remove columns`;
  throw new UnreadableFileError([{ line, rule }]);
}

async function* checkWidth(rows: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow> {
  for await (const row of rows) {
    if (row.cells.length > FILE_LIMITS.columns) {
      const rule = `must have at most ${FILE_LIMITS.columns} columns; export only those of a hire`;
      throw new UnreadableFileError([{ line: row.line, rule }]);
    }
    yield row;
  }
}

async function* withoutSeparatorLine(text: AsyncIterable<string>): AsyncGenerator<string> {
  let start = '';
  for await (const chunk of text) {
    if (start.length >= LONGEST_SEPARATOR_LINE) {
      yield chunk;
      continue;
    }
    start += chunk;
    if (start.length >= LONGEST_SEPARATOR_LINE) yield afterSeparatorLine(start);
  }
  if (start.length < LONGEST_SEPARATOR_LINE) yield afterSeparatorLine(start);
}

function refuseEnvelope(line: number): never {
  throw new UnreadableFileError([{ line, rule: ONE_EVENT }]);
}

import { FILE_LIMITS } from '../limits.ts';
import { UnreadableFileError } from './file-bytes.ts';

const TOO_MANY_ROWS = `must have at most ${FILE_LIMITS.rows} rows or lines, with those that are blank; remove blank ones, or divide it`;
const TOO_MANY_RECORDS = `is beyond the ${FILE_LIMITS.records} records that a file may have; divide it`;

/**
 * Rows without a value are no records, and yet each takes time.
 * @throws {UnreadableFileError} if a file has more rows than it may have
 */
export function refuseTooManyRows(rows: number): void {
  if (rows > FILE_LIMITS.rows) throw new UnreadableFileError([{ rule: TOO_MANY_ROWS }]);
}

/**
 * @param records with the one on this line
 * @throws {UnreadableFileError} if a file has more records than it may have
 */
export function refuseTooManyRecords(records: number, line: number): void {
  if (records > FILE_LIMITS.records)
    throw new UnreadableFileError([{ line, rule: TOO_MANY_RECORDS }]);
}

import { composed } from '../../contracts/composed.ts';
import type { JsonObject } from '../../contracts/envelopes.ts';
import { compactLine } from '../../contracts/one-line.ts';
import type { Columns } from '../source.ts';
import type { CsvRow } from './csv-rows.ts';
import type { FileFault } from './file-bytes.ts';

/** The row of a file that names its columns, matched with the columns that are wanted. */
export interface CsvHeader {
  readonly row: CsvRow;
  /** For each column that was found, the place of its cell. */
  readonly places: ReadonlyMap<string, number>;
  /** Of the wanted columns, those that a header names twice. */
  readonly repeated: readonly string[];
  /** Headers that no one needs, as they are written. */
  readonly unknown: readonly string[];
  /** How many rows with a value stand above it, and are not read: titles. */
  readonly rowsAbove: number;
  /** Why no row below it may be taken for a record. */
  readonly fault?: FileFault;
}

/** A report may begin with its title, its date and its filters. */
export const HEADER_WITHIN_ROWS = 20;
const LONGEST_HEADER = 64;
const ADDRESS_INSIDE = /[^\s@]@[^\s@]/;

/** Headers are compared without regard to case, spaces, underscores and hyphens. */
function headerKey(header: string): string {
  return composed(header)
    .toLowerCase()
    .replace(/[\s_\p{Pd}]+/gu, '');
}

function matchHeader(row: CsvRow, { headers }: Columns, rowsAbove: number): CsvHeader {
  const keys = row.cells.map(headerKey);
  const places = new Map<string, number>();
  const repeated: string[] = [];
  const used = new Set<number>();
  for (const [name, wanted] of headers) {
    const key = wanted.map(headerKey).find((one) => keys.includes(one));
    if (key === undefined) continue;
    const place = keys.indexOf(key);
    places.set(name, place);
    used.add(place);
    if (keys.lastIndexOf(key) !== place) repeated.push(row.cells[place] ?? name);
  }
  const unknown = row.cells.filter((cell, index) => cell !== '' && !used.has(index));
  // A record has its members in the order of the file.
  const inOrder = new Map([...places].toSorted(([, one], [, other]) => one - other));
  return { row, places: inOrder, repeated, unknown, rowsAbove };
}

function hasNeeded({ places }: CsvHeader, { needed }: Columns): boolean {
  return needed.every((name) => places.has(name));
}

/** Whether a row names all needed columns. One with an address is a person's, whatever else is in it. */
export function isComplete(header: CsvHeader, columns: Columns): boolean {
  const { cells } = header.row;
  return hasNeeded(header, columns) && !cells.some((cell) => ADDRESS_INSIDE.test(cell));
}

/** The header of a row that is an object of its cells. */
export function headerOfObject(row: JsonObject, columns: Columns): CsvHeader {
  return matchHeader({ line: 1, cells: Object.keys(row) }, columns, 0);
}

/** The cells of such a row under the names of the columns. */
export function cellsOf(row: JsonObject, columns: Columns): JsonObject {
  const headers = Object.keys(row);
  const { places } = headerOfObject(row, columns);
  const cells = [...places].map(([name, place]) => [name, row[headers[place] ?? '']] as const);
  return Object.fromEntries(
    cells.filter(
      ([, cell]) => typeof cell === 'number' || (typeof cell === 'string' && cell !== ''),
    ),
  );
}

/** Each of the first rows, taken for a header. */
export function headersAmong(rows: readonly CsvRow[], columns: Columns): readonly CsvHeader[] {
  let rowsAbove = 0;
  return rows.slice(0, HEADER_WITHIN_ROWS).map((row) => {
    const header = matchHeader(row, columns, rowsAbove);
    if (row.cells.some((cell) => cell !== '')) rowsAbove += 1;
    return header;
  });
}

/**
 * The header among the first rows: the first one with all needed columns, else the first one with any. A row below it
 * may be a person's, whose text can name more columns than the file has.
 */
export function findHeader(
  candidates: readonly CsvHeader[],
  columns: Columns,
): CsvHeader | undefined {
  const complete = candidates.find((one) => isComplete(one, columns));
  if (complete) return complete;
  const partial = candidates.filter((one) => !hasNeeded(one, columns));
  return partial.find(({ places }) => places.size > 0) ?? partial[0];
}

/**
 * Headers as they may be shown; undefined where the row may hold a person's data, because the file has no header.
 */
export function shownHeaders({ cells }: CsvRow): string | undefined {
  return cells.some(isData) ? undefined : quoted(cells.filter((cell) => cell !== ''));
}

/** Headers as one line, without characters that control a terminal. */
export function quoted(headers: readonly string[]): string {
  return headers.map((name) => `"${compactLine(name)}"`).join(', ');
}

function isData(cell: string): boolean {
  return (
    cell.includes('@') || cell.length > LONGEST_HEADER || /\d{3}/.test(cell) || /^\d+$/.test(cell)
  );
}

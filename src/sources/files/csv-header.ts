import type { JsonObject } from '../../contracts/envelopes.ts';
import { compactLine } from '../../contracts/one-line.ts';
import type { Columns } from '../source.ts';
import type { CsvRow } from './csv-rows.ts';

/** The row of a file that names its columns, matched with the columns that are wanted. */
export interface CsvHeader {
  readonly row: CsvRow;
  /** For each column that was found, the place of its cell. */
  readonly places: ReadonlyMap<string, number>;
  /** Of the wanted columns, those that a header names twice. */
  readonly repeated: readonly string[];
  /** Headers that no one needs, as they are written. */
  readonly unknown: readonly string[];
}

/** A report may begin with its title, its date and its filters. */
export const HEADER_WITHIN_ROWS = 20;
const LONGEST_HEADER = 64;

/** Headers are compared without regard to case, spaces, underscores and hyphens. */
function headerKey(header: string): string {
  return header
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_\p{Pd}]+/gu, '');
}

function matchHeader(row: CsvRow, { headers }: Columns): CsvHeader {
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
  return { row, places: inOrder, repeated, unknown };
}

export function hasNeeded({ places }: CsvHeader, { needed }: Columns): boolean {
  return needed.every((name) => places.has(name));
}

/** The header of a row that is an object of its cells. */
export function headerOfObject(row: JsonObject, columns: Columns): CsvHeader {
  return matchHeader({ line: 1, cells: Object.keys(row) }, columns);
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

/** The header among the first rows: the one with all needed columns, else with the most. */
export function findHeader(rows: readonly CsvRow[], columns: Columns): CsvHeader | undefined {
  const candidates = rows.slice(0, HEADER_WITHIN_ROWS).map((row) => matchHeader(row, columns));
  const complete = candidates.find((one) => hasNeeded(one, columns));
  return complete ?? candidates.toSorted((one, other) => other.places.size - one.places.size)[0];
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

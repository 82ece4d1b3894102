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
  return { row, places, repeated, unknown };
}

export function hasNeeded({ places }: CsvHeader, { needed }: Columns): boolean {
  return needed.every((name) => places.has(name));
}

/** The header among the first rows: the one with all needed columns, else with the most. */
export function findHeader(rows: readonly CsvRow[], columns: Columns): CsvHeader | undefined {
  const candidates = rows.slice(0, HEADER_WITHIN_ROWS).map((row) => matchHeader(row, columns));
  const complete = candidates.find((one) => hasNeeded(one, columns));
  return complete ?? candidates.toSorted((one, other) => other.places.size - one.places.size)[0];
}

import type { Columns } from '../source.ts';
import { type CsvHeader, findHeader, HEADER_WITHIN_ROWS, hasNeeded } from './csv-header.ts';
import { readFirstRows } from './csv-rows.ts';

/** How the cells of a CSV file are separated. */
export interface CsvDialect {
  readonly delimiter: string;
  /** Lines before the first row: 1 where the file begins with `sep=;`. */
  readonly skippedLines: number;
}

const DELIMITERS = [',', ';', '\t'];
/** Excel reads it as the delimiter, and some systems write it for Excel. */
const SEPARATOR_LINE = /^"?sep=(.)"?\r?\n/i;

/** The text after the line that states the delimiter, if there is one. */
export function afterSeparatorLine(head: string): string {
  return head.replace(SEPARATOR_LINE, '');
}

/**
 * The delimiter of a file, and its header for the wanted columns: the delimiter is the one with which the most of
 * them are found, or else with which the first rows have the most cells.
 */
export function readDialect(
  head: string,
  columns: Columns,
): { readonly dialect: CsvDialect; readonly header: CsvHeader | undefined } {
  const [, stated] = SEPARATOR_LINE.exec(head) ?? [];
  const text = afterSeparatorLine(head);
  const tried = (stated === undefined ? DELIMITERS : [stated]).map((delimiter) => {
    const rows = readFirstRows(text, delimiter, HEADER_WITHIN_ROWS);
    const header = findHeader(rows, columns);
    const found = header?.places.size ?? 0;
    const isComplete = header !== undefined && hasNeeded(header, columns);
    const cells = Math.max(0, ...rows.map((row) => row.cells.length));
    return { delimiter, header, score: [Number(isComplete), found, cells] };
  });
  const [best] = tried.toSorted((one, other) => compare(other.score, one.score));
  return {
    dialect: { delimiter: best?.delimiter ?? ',', skippedLines: stated === undefined ? 0 : 1 },
    header: best?.header,
  };
}

function compare(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place === -1 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}

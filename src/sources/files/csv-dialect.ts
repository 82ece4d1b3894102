import type { Columns } from '../source.ts';
import {
  type CsvHeader,
  findHeader,
  HEADER_WITHIN_ROWS,
  headersAmong,
  isComplete,
} from './csv-header.ts';
import { readFirstRows } from './csv-rows.ts';
import { faultOfPlace } from './header-place.ts';

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
 * The delimiter of a file, and its header for the wanted columns. Of rows that name all that are needed, or else of
 * those that name any, the first one is the header, whatever a person below it is called: a name may hold another delimiter, and more headers than the
 * file has. On one line, the delimiter is the one with which the most are found, or else with which the first rows have
 * the most cells.
 */
export function readDialect(
  head: string,
  columns: Columns,
): { readonly dialect: CsvDialect; readonly header: CsvHeader | undefined } {
  const [, stated] = SEPARATOR_LINE.exec(head) ?? [];
  const text = afterSeparatorLine(head);
  const tried = (stated === undefined ? DELIMITERS : [stated]).map((delimiter) => {
    const rows = readFirstRows(text, delimiter, HEADER_WITHIN_ROWS);
    const candidates = headersAmong(rows, columns);
    const complete = candidates.filter((one) => isComplete(one, columns));
    const header = findHeader(candidates, columns);
    const found = header?.places.size ?? 0;
    const line = found > 0 ? -(header?.row.line ?? 0) : Number.NEGATIVE_INFINITY;
    const cells = Math.max(0, ...rows.map((row) => row.cells.length));
    const score = [Number(complete.length > 0), line, found, cells];
    return { delimiter, header, complete, score };
  });
  const [best] = tried.toSorted((one, other) => compare(other.score, one.score));
  const skippedLines = stated === undefined ? 0 : 1;
  const dialect = { delimiter: best?.delimiter ?? ',', skippedLines };
  if (best?.complete[0] === undefined) return { dialect, header: best?.header };
  const [header] = best.complete;
  const named = tried.flatMap(({ complete }) => complete.map(({ row }) => row.line));
  const fault = faultOfPlace(header.row, named, { text, ...dialect, others: DELIMITERS });
  return { dialect, header: { ...header, ...(fault && { fault }) } };
}

function compare(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place === -1 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}

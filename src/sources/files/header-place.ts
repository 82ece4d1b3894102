import { type CsvRow, readFirstRows } from './csv-rows.ts';
import type { FileFault } from './file-bytes.ts';

interface Surroundings {
  /** The beginning of the file, below the line that states the delimiter. */
  readonly text: string;
  readonly delimiter: string;
  /** Other delimiters that a file may have. */
  readonly others: readonly string[];
  readonly skippedLines: number;
}

const ADDRESS = /^[^\s@]+@[^\s@]+$/;
/** A title, its date and a filter may stand side by side. */
const TITLE_CELLS = 2;

/**
 * Why the row that names all needed columns may not be the header; undefined if it may. What stands above a header is
 * dropped. So where it looks like a table with a header of its own, which is unknown, the row that was found may be a
 * person's, and others would be lost. By each delimiter, as that of the table is not known then.
 * @param named lines of all rows that name the needed columns, by any delimiter
 */
export function faultOfPlace(
  header: CsvRow,
  named: readonly number[],
  { text, delimiter, others, skippedLines }: Surroundings,
): FileFault | undefined {
  const line = header.line + skippedLines;
  for (const one of new Set([delimiter, ...others])) {
    const rows = readFirstRows(text, one, header.line);
    const { row, index } = rowOn(header.line, rows);
    const above = rows.slice(0, index).find((other) => isOfTable(other, row, one === delimiter));
    if (above) return { line, rule: tableAbove(above.line + skippedLines) };
  }
  const last = Math.max(...named);
  const rows = readFirstRows(text, delimiter, last);
  const rival = named.find((other) => other > header.line && !isRowBelow(header, other, rows));
  return rival === undefined ? undefined : { line, rule: twoHeaders(rival + skippedLines) };
}

/** The row that a line is in: it may begin above, as a cell in quotes may span lines. */
function rowOn(line: number, rows: readonly CsvRow[]): { row: CsvRow; index: number } {
  const index = rows.findLastIndex((row) => row.line <= line);
  return { row: rows[index] ?? { line, cells: [] }, index: Math.max(0, index) };
}

/** Whether a row above the header is that of a table: as wide as the header, or with an address among other cells. */
function isOfTable(row: CsvRow, header: CsvRow, isChosen: boolean): boolean {
  const filled = row.cells.filter((cell) => cell !== '').length;
  const width = widthOf(header.cells);
  const hasCells = header.cells.length > 1 && widthOf(row.cells) >= width;
  // The first column of a table may have no header, and a title may have a date far to its right.
  const enough = width > TITLE_CELLS + 1 ? TITLE_CELLS + 1 : TITLE_CELLS;
  if (hasCells && filled >= enough) return true;
  const isOnlyColumn = isChosen && header.cells.length === 1;
  return row.cells.some(isAddress) && (isOnlyColumn || filled > TITLE_CELLS);
}

function isRowBelow(header: CsvRow, line: number, rows: readonly CsvRow[]): boolean {
  return isAsWideAs(header.cells, rowOn(line, rows).row.cells);
}

/** Whether a row has the cells that a header has. Spreadsheets save empty columns to the right of the last one. */
export function isAsWideAs(header: readonly string[], cells: readonly string[]): boolean {
  const width = widthOf(header);
  return widthOf(cells) <= width && cells.length >= width;
}

/** Whether a cell is an address and nothing else. */
export function isAddress(cell: string): boolean {
  return ADDRESS.test(cell);
}

/** How many cells there are up to the last one with a value. */
export function widthOf(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '') + 1;
}

function tableAbove(line: number): string {
  return `names the columns, but line ${line} above it looks like a header or a record, and would be lost; name the columns in the first row of the table, and leave only titles of one or two cells above it`;
}

function twoHeaders(line: number): string {
  return `names the columns, and so does line ${line}, which is no record below it; leave one header, and no names of columns in titles`;
}

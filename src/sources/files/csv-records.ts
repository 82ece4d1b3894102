import type { CsvHeader } from './csv-header.ts';
import type { CsvRow } from './csv-rows.ts';
import type { FileRecord } from './file-record.ts';
import { isAddress, isAsWideAs, widthOf } from './header-place.ts';

const LINE_END = /\r\n|\n|\r/;
const ROW_IN_QUOTES =
  'has another row of the file in its quotes, which would be lost; close the quote, and double quotes inside a cell';

/** The rows below a header as records, with the cells that have a value under the names of their columns. */
export async function* toRecords(
  rows: AsyncIterable<CsvRow>,
  header: CsvHeader,
  delimiter: string,
): AsyncGenerator<FileRecord> {
  const { row: headerRow, places } = header;
  const width = widthOf(headerRow.cells);
  let isBelow = false;
  for await (const { line, cells } of rows) {
    if (!isBelow) {
      isBelow = line >= headerRow.line;
      if (line <= headerRow.line) continue;
    }
    const original = () => cellsAsJson(headerRow.cells, cells);
    if (cells.some((cell) => holdsRow(cell, width, delimiter))) {
      yield { line, original, fault: ROW_IN_QUOTES };
      continue;
    }
    if (!isAsWideAs(headerRow.cells, cells)) {
      const used = widthOf(cells);
      const has = Math.max(used, cells.length < width ? cells.length : used);
      const fault = `must have ${width} cells as the header has, and has ${has}; put a cell that holds a comma in quotes`;
      yield { line, original, fault };
      continue;
    }
    const entries = [...places].map(([name, place]) => [name, cells[place] ?? ''] as const);
    const record = Object.fromEntries(entries.filter(([, cell]) => cell !== ''));
    yield { line, original, record };
  }
}

/** A row as an object. A cell without a header, or below one that is there twice, is named by its place. */
function cellsAsJson(headers: readonly string[], cells: readonly string[]): string {
  const named = new Map<string, string>();
  cells.forEach((cell, index) => {
    const header = headers[index] ?? '';
    const isFree = header !== '' && !named.has(header);
    if (cell !== '' || isFree) named.set(isFree ? header : `column ${index + 1}`, cell);
  });
  return JSON.stringify(Object.fromEntries(named));
}

/**
 * Whether a whole row of the file is in a cell. A system that does not double quotes lets two people, whose names have
 * one each, hide all who are between them.
 */
function holdsRow(cell: string, width: number, delimiter: string): boolean {
  if (!LINE_END.test(cell)) return false;
  const between = cell.split(LINE_END).slice(1, -1);
  return between.some((line) => {
    const cells = line.split(delimiter);
    return cells.length >= width && cells.some((one) => isAddress(one.trim()));
  });
}

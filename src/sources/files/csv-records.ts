import type { CsvHeader } from './csv-header.ts';
import type { CsvRow } from './csv-rows.ts';
import type { FileRecord } from './file-record.ts';

/** The rows below a header as records, with the cells that have a value under the names of their columns. */
export async function* toRecords(
  rows: AsyncIterable<CsvRow>,
  header: CsvHeader,
): AsyncGenerator<FileRecord> {
  const { row: headerRow, places } = header;
  const width = widthOf(headerRow.cells);
  for await (const { line, cells } of rows) {
    if (line <= headerRow.line) continue;
    const original = () => cellsAsJson(headerRow.cells, cells);
    const used = widthOf(cells);
    if (used > width || cells.length < width) {
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

/** Spreadsheets save empty columns to the right of the last one. */
function widthOf(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '') + 1;
}

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
    const used = widthOf(cells);
    if (used > width || cells.length < width) {
      const has = Math.max(used, cells.length < width ? cells.length : used);
      const fault = `must have ${width} cells as the header has, and has ${has}; put a cell that holds a comma in quotes`;
      yield { line, fault };
      continue;
    }
    const entries = [...places].map(([name, place]) => [name, cells[place] ?? ''] as const);
    yield { line, record: Object.fromEntries(entries.filter(([, cell]) => cell !== '')) };
  }
}

/** Spreadsheets save empty columns to the right of the last one. */
function widthOf(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '') + 1;
}

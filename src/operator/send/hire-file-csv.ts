import { CsvError, parse } from 'csv-parse/sync';
import { newHireFields } from '../../contracts/new-hire.ts';
import { PROFILE_FIELDS } from '../../contracts/profile-fields.ts';
import type { HireFileContent } from './hire-message.ts';
import type { FileFault } from './malformed-file-error.ts';

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

const KNOWN_FIELDS = [...Object.keys(newHireFields.shape), ...PROFILE_FIELDS];

/**
 * Hires as comma-separated rows under a header of the contract's field names. An empty cell is a
 * field that is not sent; a row of empty cells is skipped.
 */
export function readCsv(text: string): HireFileContent {
  const { rows, fault } = readRows(text);
  const [header, ...hires] = rows;
  if (header === undefined) return { messages: [], faults: fault ? [fault] : [] };
  const faults = [...headerFaults(header), ...hires.flatMap((row) => rowFaults(row, header))];
  return {
    messages: hires.map((row) => ({ line: row.line, body: bodyOf(row, header) })),
    faults: fault ? [...faults, fault] : faults,
  };
}

function readRows(text: string): { rows: Row[]; fault?: FileFault } {
  const rows: Row[] = [];
  let lastLine = 0;
  try {
    parse(text, {
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record(cells: string[], { lines }) {
        lastLine = lines;
        // `lines` is where the row ends: a quoted cell may span several.
        const line = lines - (cells.join('').match(/\r\n|\n|\r/g)?.length ?? 0);
        if (cells.some((cell) => cell !== '')) rows.push({ line, cells });
        return null;
      },
    });
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows, fault: quoteFault(error, lastLine) };
  }
}

function quoteFault(error: CsvError, lastLine: number): FileFault {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return { line: lastLine + 1, rule: 'opens a quote that is never closed; close it' };
  return {
    line: Number(error['lines']),
    rule: 'has a quote inside a cell; put the whole cell in quotes and double those inside it',
  };
}

function headerFaults({ line, cells }: Row): FileFault[] {
  const faults = cells.flatMap((name, index): FileFault[] => {
    if (!KNOWN_FIELDS.includes(name)) {
      const rule = `must be headed by one of ${KNOWN_FIELDS.join(', ')}; rename or remove the column`;
      return [{ line, field: `column ${index + 1}`, rule }];
    }
    if (cells.indexOf(name) === index) return [];
    return [{ line, field: name, rule: 'must head one column only; remove the other' }];
  });
  if (cells.includes('emailAddress')) return faults;
  return [...faults, { line, field: 'emailAddress', rule: 'must head a column; add it' }];
}

function rowFaults({ line, cells }: Row, header: Row): FileFault[] {
  if (cells.length === header.cells.length) return [];
  const rule = `must have ${header.cells.length} cells as the header has, and has ${cells.length}; put a cell that holds a comma in quotes`;
  return [{ line, rule }];
}

function bodyOf({ cells }: Row, header: Row): string {
  const fields = header.cells.map((name, index) => [name, cells[index] ?? ''] as const);
  return JSON.stringify(Object.fromEntries(fields.filter(([, cell]) => cell !== '')));
}

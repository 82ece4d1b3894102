import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

const LAST_MINIMUM = 30;
const noLine = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

export interface TableOptions {
  /** The most characters a line. */
  readonly columns: number;
  /** Whether every line has all of them, however short the last cells are. Default: false. */
  readonly isWide?: boolean;
}

/** Rows under a head. The last column takes the width that the others leave, and wraps. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { columns, isWide = false }: TableOptions,
): string {
  const widths = head.map((title, index) => {
    const cells = [title, ...rows.map((row) => stripVTControlCharacters(row[index] ?? ''))];
    // A blank on either side.
    return Math.max(...cells.map((cell) => cell.length)) + 2;
  });
  const left = widths.slice(0, -1).reduce((rest, width) => rest - width - 1, columns - 2);
  const last = isWide ? left : Math.min(widths.at(-1) ?? 0, left);
  const table = new Table({
    head: [...head],
    colWidths: [...widths.slice(0, -1), Math.max(LAST_MINIMUM, last)],
    colAligns: head.map((title) => (title === '#' ? 'right' : 'left')),
    wordWrap: true,
    style: { head: [], border: [] },
    chars: noLine,
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** Labels with their values, one pair a line. */
export function listOf(entries: readonly (readonly [string, string])[]): string {
  const width = Math.max(...entries.map(([label]) => label.length));
  return entries.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join('\n');
}

import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

const LAST_MINIMUM = 30;
const noLine = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** Rows under a head, at most `columns` characters wide; the last column takes what is left, and wraps. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string {
  const widths = head.map((title, index) => {
    const cells = [title, ...rows.map((row) => stripVTControlCharacters(row[index] ?? ''))];
    // A blank on either side.
    return Math.max(...cells.map((cell) => cell.length)) + 2;
  });
  const others = widths.slice(0, -1).reduce((sum, width) => sum + width + 1, 2);
  const last = Math.max(LAST_MINIMUM, Math.min(widths.at(-1) ?? 0, columns - others));
  const table = new Table({
    head: [...head],
    colWidths: [...widths.slice(0, -1), last],
    wordWrap: true,
    style: { head: [], border: [] },
    chars: noLine,
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** Labels and what they stand for, one under the other. */
export function listOf(entries: readonly (readonly [string, string])[]): string {
  const width = Math.max(...entries.map(([label]) => label.length));
  return entries.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join('\n');
}

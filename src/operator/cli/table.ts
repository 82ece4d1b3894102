import Table from 'cli-table3';
import { commandLine } from './command-text.ts';
import { printableLine, screenText } from './printable.ts';
import { lengthOf, wrap } from './wrap.ts';

/** Not even in a narrow terminal is a column narrower. */
const NARROWEST = 8;
/** Blanks on either side of a cell, and the line to its right. */
const FRAME = 3;
const noLine = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

export interface TableOptions {
  /** The most characters a line. */
  readonly columns: number;
  /** Whether every line has all of them, however short the last cells are. Default: false. */
  readonly isWide?: boolean;
}

/**
 * Rows under a head. Where a line is too short for every cell, the widest columns are wrapped. No text is
 * cut: an operator copies addresses and ids from here.
 */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { columns, isWide = false }: TableOptions,
): string {
  const longest = head.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => lengthOf(row[index] ?? ''))),
  );
  const widths = widthsWithin(columns - 1 - FRAME * head.length, longest, isWide);
  const wrapped = (cells: readonly string[]) =>
    cells.map((cell, index) => wrap(screenText(cell), widths[index] ?? NARROWEST));
  const table = new Table({
    head: wrapped(head),
    colWidths: widths.map((width) => width + 2),
    colAligns: head.map((title) => (title === '#' ? 'right' : 'left')),
    style: { head: [], border: [] },
    chars: noLine,
  });
  table.push(...rows.map(wrapped));
  return table.toString();
}

/** The widest columns share what the others leave. The last one has the rest. */
function widthsWithin(available: number, longest: readonly number[], isWide: boolean): number[] {
  let widest = Math.max(...longest);
  const limited = () => longest.map((length) => Math.min(length, widest));
  while (sumOf(limited()) > available && widest > NARROWEST) widest -= 1;
  const widths = limited();
  const last = widths.pop() ?? 0;
  const rest = Math.max(last, available - sumOf(widths));
  return [...widths, isWide ? rest : Math.min(longest.at(-1) ?? 0, rest)];
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** A label, its value, and the commands to be copied that the value speaks of. */
export type Entry = readonly [label: string, value: string, ...commands: readonly string[]];

/**
 * Labels with their values, one pair a line. Values that are too long for the columns are broken between
 * their words, under their first line. A command is a line of its own, however long.
 */
export function listOf(entries: readonly Entry[], columns = Number.POSITIVE_INFINITY): string {
  const width = Math.max(...entries.map(([label]) => label.length));
  const indent = width + 3;
  return entries
    .map(([label, value, ...commands]) => {
      const lines = wrap(printableLine(value), Math.max(columns - indent, NARROWEST)).replaceAll(
        '\n',
        `\n${' '.repeat(indent)}`,
      );
      return [` ${label.padEnd(width)}  ${lines}`, ...commands.map(commandLine)].join('\n');
    })
    .join('\n');
}

import { stripVTControlCharacters } from 'node:util';
import { commandLine } from './command-text.ts';
import type { Style } from './host.ts';
import { printableLine, screenText } from './printable.ts';
import { largestOf, lengthOf, wrap } from './wrap.ts';

/** Not even in a narrow terminal is a column narrower. */
const NARROWEST = 8;
/** Blanks on either side of a cell, and the line to its right. */
const FRAME = 3;
/**
 * Of a cell. No address, id, name of an object or reason that Joiner accepts or stores is longer: what is cut is text
 * that another wrote to fill the screen. It is whole with `--json`.
 */
const CELL_CHARACTERS = 4_096;

export interface TableOptions {
  /** The most characters a line. */
  readonly columns: number;
  /** Whether every line has all of them, however short the last cells are. Default: false. */
  readonly isWide?: boolean;
}

/** Of a table that has colours. */
export interface StyledOptions extends TableOptions {
  readonly style: Style;
}

interface Column {
  readonly width: number;
  readonly isNumber: boolean;
}

/**
 * Rows under a head. Where a line is too short for every cell, the widest columns are wrapped. No text below
 * `CELL_CHARACTERS` is cut: an operator copies addresses and ids from here. A cell's colour ends on its line.
 */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { columns: available, isWide = false }: TableOptions,
): string {
  const shown = [head, ...rows].map((cells) =>
    head.map((_, index) => cellText(cells[index] ?? '')),
  );
  const longest = head.map((_, index) =>
    largestOf(shown.map((cells) => lengthOf(cells[index] ?? ''))),
  );
  const widths = widthsWithin(available - 1 - FRAME * head.length, longest, isWide);
  const columns = widths.map((width, index) => ({ width, isNumber: head[index] === '#' }));
  return [
    border(columns, '┌┬┐'),
    ...shown.flatMap((cells) => rowLines(cells, columns)),
    border(columns, '└┴┘'),
  ].join('\n');
}

/** Characters of the longest line of a table in which no cell is wrapped. Every row has a cell for each column. */
export function lineLengthOf(rows: readonly (readonly string[])[]): number {
  const [first = []] = rows;
  const longest = first.map((_, index) =>
    largestOf(rows.map((cells) => lengthOf(cells[index] ?? ''))),
  );
  return sumOf(longest) + 1 + FRAME * first.length;
}

function cellText(text: string): string {
  const shown = screenText(text);
  if (shown.length <= CELL_CHARACTERS) return shown;
  // Without colours: one that is cut would run on into the table.
  const plain = stripVTControlCharacters(shown);
  return plain.length > CELL_CHARACTERS ? `${plain.slice(0, CELL_CHARACTERS - 1)}…` : plain;
}

function border(columns: readonly Column[], corners: string): string {
  const [left, middle, right] = corners;
  return `${left}${columns.map(({ width }) => '─'.repeat(width + 2)).join(middle)}${right}`;
}

/** As many lines as the cell with the most. */
function rowLines(cells: readonly string[], columns: readonly Column[]): string[] {
  const wrapped = columns.map(({ width }, index) => wrap(cells[index] ?? '', width).split('\n'));
  const height = largestOf(wrapped.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => {
    const shown = columns.map((column, index) => padded(wrapped[index]?.[line] ?? '', column));
    return `│ ${shown.join(' │ ')} │`;
  });
}

function padded(text: string, { width, isNumber }: Column): string {
  const blanks = ' '.repeat(Math.max(width - lengthOf(text), 0));
  return isNumber ? `${blanks}${text}` : `${text}${blanks}`;
}

/** The widest columns share what the others leave. The last one has the rest. */
function widthsWithin(available: number, longest: readonly number[], isWide: boolean): number[] {
  let widest = largestOf(longest);
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
  const width = largestOf(entries.map(([label]) => label.length));
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

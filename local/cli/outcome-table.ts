import { styleText } from 'node:util';
import Table from 'cli-table3';
import { printable } from '../../src/operator/cli/printable.ts';
import type { HireEnd, HireOutcome } from './hire-outcomes.ts';

const ADDRESS_LIMIT = 48;
const DETAIL_MINIMUM = 30;
const noLine = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
const colours = {
  created: 'green',
  recovered: 'green',
  existing: 'cyan',
  duplicate: 'cyan',
  rejected: 'red',
  deferred: 'yellow',
  unfinished: 'yellow',
} as const;

/**
 * What became of each hire, as a table of at most `columns` characters a line (more if they are too
 * few to read), for the terminal of whoever has the file: it shows addresses.
 */
export function outcomeTable(outcomes: readonly HireOutcome[], columns: number): string {
  const rows = outcomes.map(({ row, address, end }) => ({
    row: String(row),
    address: printable(address, ADDRESS_LIMIT),
    outcome: end === undefined ? 'unfinished' : wordsFor(end),
    colour: colours[end?.outcome ?? 'unfinished'],
    detail: detailOf(end),
  }));
  const widest = (cells: string[]) => Math.max(...cells.map((cell) => cell.length));
  // Each column has a border and a blank on either side.
  const rowWidth = Math.max(3, widest(rows.map(({ row }) => row)) + 2);
  const addressWidth = Math.max(9, widest(rows.map(({ address }) => address)) + 2);
  const outcomeWidth = Math.max(9, widest(rows.map(({ outcome }) => outcome)) + 2);
  const rest = columns - rowWidth - addressWidth - outcomeWidth - 5;
  const table = new Table({
    head: ['#', 'address', 'outcome', 'user id or reason'],
    colWidths: [rowWidth, addressWidth, outcomeWidth, Math.max(DETAIL_MINIMUM, rest)],
    colAligns: ['right'],
    wordWrap: true,
    style: { head: [], border: [] },
    chars: noLine,
  });
  for (const { row, address, outcome, colour, detail } of rows) {
    table.push([row, address, styleText(colour, outcome, { stream: process.stdout }), detail]);
  }
  return table.toString();
}

/** How many hires ended how, in one line. */
export function outcomeCounts(outcomes: readonly HireOutcome[]): string {
  const words = outcomes.map(({ end }) => end?.outcome ?? 'unfinished');
  const counts = Object.keys(colours).flatMap((word) => {
    const count = words.filter((other) => other === word).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return `${hires(outcomes.length)}: ${counts.join(', ')}`;
}

export function hires(count: number): string {
  return count === 1 ? '1 hire' : `${count} hires`;
}

function wordsFor(end: HireEnd): string {
  return 'differs' in end && end.differs ? `${end.outcome}, differs` : end.outcome;
}

function detailOf(end: HireEnd | undefined): string {
  if (end === undefined) return '';
  return 'userId' in end ? end.userId : `${end.reason.message} [${end.reason.code}]`;
}

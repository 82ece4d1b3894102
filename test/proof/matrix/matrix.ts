import Table from 'cli-table3';
import type { Tally } from '../../support/trials/tally.ts';
import type { SectionTally } from './part.ts';

/** Fits a terminal of 140 columns. */
const FAULT_WIDTH = 62;
const HEAD = ['fault', 'injected', 'people', 'accounts', 'records', 'events', 'lost', 'doubled'];

/** The matrix for a terminal. */
export function matrixTable(tallies: readonly Tally[]): string {
  const table = new Table({
    head: HEAD,
    colWidths: [FAULT_WIDTH],
    wordWrap: true,
    colAligns: ['left', ...HEAD.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  table.push(...tallies.map((tally) => [tally.fault, ...countsOf(tally)]));
  return table.toString();
}

/** The matrix for a page, each row linked to the section that tells of it. */
export function matrixMarkdown(tallies: readonly SectionTally[]): string {
  return tableMarkdown(
    HEAD,
    tallies.map((tally) => [linkTo(tally.section, tally.fault), ...countsOf(tally)]),
  );
}

/** A table for a page; what is not in its first column are counts. */
export function tableMarkdown(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const alignments = ['---', ...columns.slice(1).map(() => '---:')];
  return [columns, alignments, ...rows].map(line).join('\n');
}

export function linkTo(heading: string, text = heading): string {
  return `[${text}](#${heading.toLowerCase().replaceAll(' ', '-')})`;
}

function countsOf({ injected, people, accounts, records, events, lost, doubled }: Tally) {
  return [injected, people, accounts, records, events, lost, doubled].map(inDigits);
}

/** A count as people write it. */
export function inDigits(count: number): string {
  return count.toLocaleString('en');
}

import Table from 'cli-table3';
import type { Tally } from '../../support/trials/tally.ts';
import type { SectionTally } from './part.ts';

/** Fits a terminal of 140 columns. */
const FAULT_WIDTH = 62;
/** The page with a section for each kind of fault, as seen from docs/generated/matrix.md. */
const EXPLANATIONS = '../how-things-go-wrong.md';
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

/** The matrix for a page, each row linked to the section that explains its fault. */
export function matrixMarkdown(tallies: readonly SectionTally[]): string {
  return tableMarkdown(
    HEAD,
    tallies.map((tally) => [linkTo(tally.section, tally.fault, EXPLANATIONS), ...countsOf(tally)]),
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

/** A link to a heading, of this page if no other is named. */
export function linkTo(heading: string, text = heading, page = ''): string {
  return `[${text}](${page}#${heading.toLowerCase().replaceAll(' ', '-').replace(/[,']/g, '')})`;
}

function countsOf({ injected, people, accounts, records, events, lost, doubled }: Tally) {
  return [injected, people, accounts, records, events, lost, doubled].map(inDigits);
}

/** A count as people write it. */
export function inDigits(count: number): string {
  return count.toLocaleString('en');
}

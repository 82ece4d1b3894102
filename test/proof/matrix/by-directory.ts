import { directoryKind } from '../../../local/directories/directories.ts';
import { sumOf } from '../../support/trials/tally.ts';
import { inDigits, linkTo, matrixMarkdown, tableMarkdown } from './matrix.ts';
import type { ProvedTally } from './part.ts';

/** What people call the directory of a row. */
export function placeOf({ target }: Pick<ProvedTally, 'target'>): string {
  return target === undefined ? 'Any directory' : directoryKind(target).title;
}

/** The matrix for a page: what was done where, then a table for each directory. */
export function matrixByDirectory(tallies: readonly ProvedTally[]): string {
  const places = [...Map.groupBy(tallies, placeOf)];
  const sums = places.map(([place, rows]) => {
    const { injected, lost, doubled } = sumOf(place, rows);
    return [linkTo(place), ...[rows.length, injected, lost, doubled].map(inDigits)];
  });
  return [
    tableMarkdown(['directory', 'faults', 'injected', 'lost', 'doubled'], sums),
    ...places.map(([place, rows]) => `## ${place}\n\n${matrixMarkdown(rows)}`),
  ].join('\n\n');
}

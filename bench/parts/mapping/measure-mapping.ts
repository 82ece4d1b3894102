import { atMost, type Budget, exactly } from '../../budgets.ts';
import type { Rows } from '../../report/figures.ts';
import { type MeasuredFile, measureFile } from './measure-file.ts';
import { mappingRows, mappingSection } from './section.ts';

export interface Mapping {
  readonly rows: Rows;
  /** Markdown, with a heading of the second level. */
  readonly section: string;
  readonly isMet: boolean;
}

/** So much may differ between two runs on the same file. */
const TOLERATED_BYTES = 4_000_000;

/** Measures how fast files of HR systems are mapped, and that memory does not grow with them. */
export async function measureMapping(sizes: readonly number[]): Promise<Mapping> {
  const measured: MeasuredFile[] = [];
  for (const format of ['csv', 'json'] as const)
    for (const people of sizes) measured.push(await measureFile(format, people));
  const rows = mappingRows(measured);
  const isMet = mappingBudgets(measured).every((budget) => budget.isMet);
  return { rows, section: mappingSection(rows), isMet };
}

/** Every record is a hire, and the longest file takes no more memory than the shortest. */
export function mappingBudgets(measured: readonly MeasuredFile[]): readonly Budget[] {
  return measured.flatMap(({ format, people, hires, inUseBytes }) => {
    const shortest = measured.find((one) => one.format === format)?.inUseBytes ?? 0;
    return [
      exactly(`hires in ${format} of ${people}`, hires, people),
      atMost(`bytes in use for ${format} of ${people}`, inUseBytes, shortest + TOLERATED_BYTES),
    ];
  });
}

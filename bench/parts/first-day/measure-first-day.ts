import { writeFile } from 'node:fs/promises';
import type { Rows } from '../../report/figures.ts';
import { withWorkbench } from '../../workbench/workbench.ts';
import { type Check, checksOf } from './checks.ts';
import { curveOf } from './curve.ts';
import type { Day } from './day.ts';
import { runDay } from './run-day.ts';
import { sectionOf } from './section.ts';

export interface FirstDay {
  /** The checks: name, limit, measured value, and whether it is met. */
  readonly rows: Rows;
  readonly isMet: boolean;
  /** Of docs/generated/benchmarks.md, in Markdown; shows docs/generated/first-day.svg. */
  readonly section: string;
  readonly svg: string;
}

const FULL_DAY_HIRES = 5000;

const curveFile = new URL('../../../docs/generated/first-day.svg', import.meta.url);

/**
 * Measures many hires at once, in a directory that allows ten creations per second: the packaged handler
 * behind the queue, on its own workbench. Takes a tenth of a second per hire.
 */
export async function measureFirstDay(
  onLog: (line: string) => void,
  hires = FULL_DAY_HIRES,
): Promise<FirstDay> {
  return firstDayOf(await withWorkbench(onLog, (bench) => runDay(bench, hires)));
}

export async function writeCurve({ svg }: FirstDay): Promise<void> {
  await writeFile(curveFile, svg);
}

function firstDayOf(day: Day): FirstDay {
  const checks = checksOf(day);
  const rows = checks.map(rowOf);
  const isMet = checks.every((check) => check.isMet);
  return { rows, isMet, section: sectionOf(day, rows), svg: curveOf(day) };
}

function rowOf({ name, limit, measured, isMet }: Check): readonly string[] {
  return [name, limit, measured, isMet ? 'met' : 'not met'];
}

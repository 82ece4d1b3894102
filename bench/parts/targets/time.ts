import { type Runner, withWorkbench } from '../../workbench/workbench.ts';
import { type Effort, measureTimings } from '../timings/measure-timings.ts';
import type { Timings } from '../timings/timings.ts';
import type { Candidate } from './candidates.ts';

/** One set: a workbench for each candidate, all at once, whose functions take turns as contenders do. */
export async function timeEach(
  onLog: (line: string) => void,
  [candidate, ...others]: readonly Candidate[],
  timings: Timings,
  effort: Effort,
  runners: readonly Runner[] = [],
): Promise<void> {
  if (!candidate) return measureTimings(runners, timings, effort);
  const { name, workbench } = candidate;
  await withWorkbench(
    onLog,
    ({ joiner }) => timeEach(onLog, others, timings, effort, [...runners, { ...joiner, name }]),
    workbench,
  );
}

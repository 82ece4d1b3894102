import { type Effort, measureTimings } from '../measure-timings.ts';
import type { Timings } from '../timings.ts';
import { type Runner, withWorkbench } from '../workbench.ts';
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

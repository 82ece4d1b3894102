import { type Runner, withWorkbench } from '../../workbench/workbench.ts';
import { type Effort, measureTimings } from '../timings/measure-timings.ts';
import type { Timings } from '../timings/timings.ts';
import type { Candidate } from './candidates.ts';

/** Measures one set: opens a workbench per candidate, then alternates between their functions. */
export async function timeDirectories(
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
    ({ joiner }) =>
      timeDirectories(onLog, others, timings, effort, [...runners, { ...joiner, name }]),
    workbench,
  );
}

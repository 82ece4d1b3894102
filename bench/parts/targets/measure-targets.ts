import type { Budget } from '../../budgets.ts';
import { noDelays } from '../../latencies.ts';
import type { Rows } from '../../report/figures.ts';
import type { Effort } from '../timings/measure-timings.ts';
import { createTimings } from '../timings/timings.ts';
import { CANDIDATES } from './candidates.ts';
import { countBudgets, countDirectories } from './count.ts';
import { directoryRows, headOf, targetsSection, warmBatchBudgets } from './section.ts';
import { timeDirectories } from './time.ts';

const CONFLICT_USERS = 1_000;
const SETS = 2;
const effort: Effort = {
  coldStarts: 8,
  warmUpBatches: 20,
  cpuBatches: 40,
  timedBatches: 24,
  throughputRounds: 1,
  throughputBatches: 40,
  concurrency: 8,
};

const SHORT_CONFLICT_USERS = 100;

export interface Targets {
  readonly head: readonly string[];
  readonly rows: Rows;
  /** Of times: a missed one is reported, but is no failure. */
  readonly budgets: readonly Budget[];
  /** Markdown, with a heading of the second level. */
  readonly section: string;
  /** Whether every call count is correct. */
  readonly isMet: boolean;
}

/** Measures the cost of a hire in each directory. Takes about two minutes. */
export async function measureTargets(onLog: (line: string) => void): Promise<Targets> {
  const columns = await countDirectories(onLog, CANDIDATES, CONFLICT_USERS);
  const timings = createTimings();
  for (let set = 0; set < SETS; set += 1) {
    process.stderr.write(`targets: set ${set + 1} of ${SETS}\n`);
    await timeDirectories(onLog, CANDIDATES, timings, effort);
  }
  const missed = countBudgets(columns).filter(({ isMet }) => !isMet);
  for (const { name, limit, actual } of missed)
    process.stderr.write(`targets: ${name} ${actual}, not ${limit}\n`);
  const rows = directoryRows(columns, timings);
  const budgets = warmBatchBudgets(columns, timings);
  return {
    head: headOf(columns),
    rows,
    budgets,
    section: targetsSection(columns, rows, budgets, effort, SETS),
    isMet: missed.length === 0,
  };
}

/** Counts calls only, for `--short`. */
export async function countTargets(onLog: (line: string) => void): Promise<readonly Budget[]> {
  const delays = { delays: noDelays, isDistant: false };
  return countBudgets(await countDirectories(onLog, CANDIDATES, SHORT_CONFLICT_USERS, delays));
}

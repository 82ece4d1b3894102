import { type Budget, callBudgets, timeBudgets } from '../../budgets.ts';
import { machine, versions } from '../../report/environment.ts';
import {
  budgetRows,
  type Column,
  callRows,
  overLimitRow,
  type Rows,
  ratiosOf,
  timeRows,
} from '../../report/figures.ts';
import type { Findings } from '../../report/page.ts';
import { printBudgets, printColumns } from '../../report/terminal-table.ts';
import { withWorkbench } from '../../workbench/workbench.ts';
import { callsOf, countContenders } from './count-contenders.ts';
import { type Effort, measureTimings } from './measure-timings.ts';
import { createTimings } from './timings.ts';

/** Joiner compared with the other contenders. */
export interface Comparison {
  readonly findings: Findings;
  /** Whether every call budget is met. A missed time budget is reported, but is no failure. */
  readonly isMet: boolean;
}

/** Measures the contenders in alternation, and prints the figures. */
export async function compareContenders(
  onLog: (line: string) => void,
  sets: number,
  effort: Effort,
): Promise<Comparison> {
  const columns = await countContenders(onLog);
  const timings = createTimings();
  for (let set = 0; set < sets; set += 1) {
    process.stderr.write(`set ${set + 1} of ${sets}\n`);
    await withWorkbench(onLog, ({ runners }) => measureTimings(runners, timings, effort));
  }
  const exact = callBudgets(callsOf('Joiner', columns));
  const budgets = [...exact, ...timeBudgets(ratiosOf(timings))];
  const times = timeRows(columns, timings, overLimitRow(columns, timings));
  printColumns(columns, [...times, ...callRows(columns)]);
  printBudgets(budgets);
  const isMet = exact.every((budget) => budget.isMet);
  return { findings: await findingsOf(columns, times, budgets, sets, effort), isMet };
}

async function findingsOf(
  columns: readonly Column[],
  times: Rows,
  budgets: readonly Budget[],
  sets: number,
  effort: Effort,
): Promise<Findings> {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    versions: await versions(),
    contenders: columns.map(({ name }) => name),
    times,
    calls: callRows(columns),
    budgets: budgetRows(budgets),
    effort,
    sets,
  };
}

import { mkdir, writeFile } from 'node:fs/promises';
import { type Budget, callBudgets, timeBudgets } from '../../budgets.ts';
import { countCalls } from '../../count-calls.ts';
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
import { benchmarksPage, type Findings } from '../../report/page.ts';
import { printTable } from '../../report/terminal-table.ts';
import { type Workbench, withWorkbench } from '../../workbench/workbench.ts';
import { growthCounts } from '../growth/measure-growth.ts';
import { countTargets } from '../targets/measure-targets.ts';
import { type Effort, measureTimings } from './measure-timings.ts';
import { createTimings } from './timings.ts';

const page = new URL('../../../docs/benchmarks.md', import.meta.url);
const BUDGET_HEAD = ['budget', 'limit', 'measured', ''];

/** Counts calls, and nothing that depends on the machine. Answers whether every budget is met. */
export async function benchCalls(onLog: (line: string) => void): Promise<boolean> {
  const columns = await withWorkbench(onLog, columnsOf);
  printTable(headOf(columns), callRows(columns));
  const growth = await growthCounts(onLog);
  const targets = await countTargets(onLog);
  const budgets = [...callBudgets(callsOf('Joiner', columns)), ...growth, ...targets];
  printTable(BUDGET_HEAD, budgetRows(budgets));
  return budgets.every(({ isMet }) => isMet);
}

/** Joiner next to the others: what was found, and whether every count is as it must be. */
export interface Comparison {
  readonly findings: Findings;
  /** Budgets of time fail nothing. */
  readonly isMet: boolean;
}

/** Measures the contenders side by side, and prints it. */
export async function benchSideBySide(
  onLog: (line: string) => void,
  sets: number,
  effort: Effort,
): Promise<Comparison> {
  const columns = await withWorkbench(onLog, columnsOf);
  const timings = createTimings();
  for (let set = 0; set < sets; set += 1) {
    process.stderr.write(`set ${set + 1} of ${sets}\n`);
    await withWorkbench(onLog, ({ runners }) => measureTimings(runners, timings, effort));
  }
  const exact = callBudgets(callsOf('Joiner', columns));
  const budgets = [...exact, ...timeBudgets(ratiosOf(timings))];
  const times = timeRows(columns, timings, overLimitRow(columns, timings));
  printTable(headOf(columns), [...times, ...callRows(columns)]);
  printTable(BUDGET_HEAD, budgetRows(budgets));
  const isMet = exact.every((budget) => budget.isMet);
  return { findings: await findingsOf(columns, times, budgets, sets, effort), isMet };
}

/** Writes docs/benchmarks.md. @param sections in Markdown, each with its heading */
export async function writePage(findings: Findings, sections: readonly string[]): Promise<void> {
  await mkdir(new URL('.', page), { recursive: true });
  await writeFile(page, benchmarksPage(findings, sections));
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

async function columnsOf(bench: Workbench): Promise<readonly Column[]> {
  const columns: Column[] = [];
  for (const runner of bench.runners) {
    const { name, bundleBytes } = runner;
    columns.push({ name, bundleBytes, calls: await countCalls(runner, bench) });
    await runner.run.kill();
  }
  return columns;
}

function callsOf(name: string, columns: readonly Column[]): Column['calls'] {
  const column = columns.find((one) => one.name === name);
  if (!column) throw new Error(`No contender is called ${name}.`);
  return column.calls;
}

function headOf(columns: readonly Column[]): readonly string[] {
  return ['', ...columns.map(({ name }) => name)];
}

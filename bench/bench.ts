import { mkdir, writeFile } from 'node:fs/promises';
import { type Budget, callBudgets, timeBudgets } from './budgets.ts';
import { countCalls } from './count-calls.ts';
import { budgetRows, type Column, callRows, ratiosOf, timeRows } from './figures.ts';
import { growthCounts, measureGrowth } from './growth.ts';
import { type Effort, measureTimings } from './measure-timings.ts';
import { benchmarksPage } from './page.ts';
import { machine, versions } from './surroundings.ts';
import { printTable } from './terminal-table.ts';
import { createTimings, type Timings } from './timings.ts';
import { type Workbench, withWorkbench } from './workbench.ts';

const page = new URL('../docs/benchmarks.md', import.meta.url);
const budgetHead = ['budget', 'limit', 'measured', ''];

/** Counts calls, and nothing that depends on the machine. Answers whether every budget is met. */
export async function benchCalls(onLog: (line: string) => void): Promise<boolean> {
  const columns = await withWorkbench(onLog, columnsOf);
  const growth = await growthCounts(onLog);
  const budgets = [...callBudgets(callsOf('Joiner', columns)), ...growth];
  printTable(headOf(columns), callRows(columns));
  printTable(budgetHead, budgetRows(budgets));
  return budgets.every(({ isMet }) => isMet);
}

/** Measures everything, prints it, and writes docs/benchmarks.md. Budgets of time fail nothing. */
export async function benchAll(
  onLog: (line: string) => void,
  sets: number,
  effort: Effort,
): Promise<boolean> {
  const columns = await withWorkbench(onLog, columnsOf);
  const timings = createTimings();
  for (let set = 0; set < sets; set += 1) {
    process.stderr.write(`set ${set + 1} of ${sets}\n`);
    await withWorkbench(onLog, (bench) => measureTimings(bench, timings, effort));
  }
  const growth = await measureGrowth(onLog);
  const exact = callBudgets(callsOf('Joiner', columns));
  const budgets = [...exact, ...timeBudgets(ratiosOf(timings))];
  printTable(headOf(columns), [...timeRows(columns, timings), ...callRows(columns)]);
  printTable(growth.head, growth.rows);
  printTable(budgetHead, budgetRows(budgets));
  await writePage(columns, timings, budgets, sets, effort);
  return exact.every(({ isMet }) => isMet);
}

async function writePage(
  columns: readonly Column[],
  timings: Timings,
  budgets: readonly Budget[],
  sets: number,
  effort: Effort,
): Promise<void> {
  const text = benchmarksPage({
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    versions: await versions(),
    contenders: columns.map(({ name }) => name),
    times: timeRows(columns, timings),
    calls: callRows(columns),
    budgets: budgetRows(budgets),
    effort,
    sets,
  });
  await mkdir(new URL('.', page), { recursive: true });
  await writeFile(page, text);
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

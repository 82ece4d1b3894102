import Table from 'cli-table3';
import type { Budget } from '../budgets.ts';
import { budgetRows, type Column, type Rows } from './figures.ts';

export function printTable(head: readonly string[], rows: Rows): void {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  process.stdout.write(`${table.toString()}\n`);
}

/** Prints one column per contender. */
export function printColumns(columns: readonly Column[], rows: Rows): void {
  printTable(['', ...columns.map(({ name }) => name)], rows);
}

export function printBudgets(budgets: readonly Budget[]): void {
  printTable(['budget', 'limit', 'measured', ''], budgetRows(budgets));
}

import Table from 'cli-table3';
import type { Rows } from './figures.ts';

export function printTable(head: readonly string[], rows: Rows): void {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  process.stdout.write(`${table.toString()}\n`);
}

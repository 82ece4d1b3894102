import { countCalls } from '../../count-calls.ts';
import type { Column } from '../../report/figures.ts';
import { withWorkbench } from '../../workbench/workbench.ts';

/** Counts the calls of every contender, on one workbench. */
export function countContenders(onLog: (line: string) => void): Promise<readonly Column[]> {
  return withWorkbench(onLog, async (bench) => {
    const columns: Column[] = [];
    for (const runner of bench.runners) {
      const { name, bundleBytes } = runner;
      columns.push({ name, bundleBytes, calls: await countCalls(runner, bench) });
      await runner.run.kill();
    }
    return columns;
  });
}

/** @throws Error when there is no contender of this name */
export function callsOf(name: string, columns: readonly Column[]): Column['calls'] {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`There is no contender called ${name}.`);
  return column.calls;
}
